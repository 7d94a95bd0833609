import type { EventWait, Wait } from '../plan/plan-items';
import type { Flow } from './flow';
import { layArms } from './lay-arms';
import type { Layout } from './layout';
import { heading, lastWord } from './template-text';

const UNITS: readonly (readonly [seconds: number, name: string])[] = [
  [604_800, 'week'],
  [86_400, 'day'],
  [3_600, 'hour'],
  [60, 'minute'],
];

/** A number of seconds as people say it: "2 days". */
function spokenDuration(seconds: number): string {
  const [size, name] = UNITS.find(([unit]) => seconds >= unit && seconds % unit === 0) ?? [1, 'second'];
  const count = seconds / size;
  return `${count} ${name}${count === 1 ? '' : 's'}`;
}

/** Lays out a pause; one until a time that an input gives is passed over while the input is empty. */
export function layWait(layout: Layout, { until }: Wait, flow: Flow): void {
  const { writer } = layout;
  switch (until.type) {
    case 'seconds': {
      const id = writer.id('wait');
      const name = `Wait ${spokenDuration(until.seconds)}`;
      writer.add({ id, type: 'wait', name, config: { seconds: until.seconds } }, flow.ways, flow.branchName);
      flow.ways = [{ source: id }];
      return;
    }
    case 'time': {
      const id = writer.id('wait');
      writer.add(
        { id, type: 'wait', name: `Wait until ${until.iso}`, config: { until: until.iso } },
        flow.ways,
        flow.branchName,
      );
      flow.ways = [{ source: id }];
      return;
    }
    case 'input': {
      const has = writer.id('has_time');
      const branches = [{ name: 'yes', when: `inputs.${until.name} != ""` }];
      writer.add(
        { id: has, type: 'condition', name: 'Is a time given?', config: { branches, default: 'no' } },
        flow.ways,
        flow.branchName,
      );
      const id = writer.id('wait');
      const node = {
        id,
        type: 'wait',
        name: `Wait until ${until.text}`.slice(0, 80),
        config: { until: `{{ inputs.${until.name} }}` },
      } as const;
      writer.add(node, [{ source: has, branch: 'yes' }], flow.branchName);
      flow.ways = [{ source: id }, { source: has, branch: 'no' }];
      return;
    }
    default:
      return until satisfies never;
  }
}

/** Lays out a wait for something that happens outside, and its two ways where it may come too late. */
export function layEvent(layout: Layout, wait: EventWait, flow: Flow): void {
  const { writer } = layout;
  const { name, event, timeoutSeconds, received, late, source } = wait;
  const id = writer.id('wait');
  const config = { event: name, ...(timeoutSeconds !== undefined && { timeout_seconds: timeoutSeconds }) };
  writer.add(
    { id, type: 'wait', name: `Wait for ${event}`.slice(0, 80), config },
    flow.ways,
    flow.branchName,
  );
  const data = { label: heading(event), path: `nodes.${id}.output.data`, node: id, isText: false };
  flow.ways = [{ source: id }];
  if (timeoutSeconds !== undefined && received.length + late.length > 0) {
    writer.shared.sources.set(source, data);
    const arms = [
      { branch: 'received', answer: 'In time', name: 'in time', items: received },
      { branch: 'timeout', answer: 'Too late', name: 'too late', items: late },
    ];
    return layArms(layout, id, arms, flow);
  }
  const guard = timeoutSeconds === undefined ? {} : { guard: `has(nodes.${id}.output.data)` };
  const result = { ...data, ...guard };
  writer.shared.sources.set(source, result);
  flow.made = new Map(flow.made).set(lastWord(event), result);
  layout.lay(received, flow);
}
