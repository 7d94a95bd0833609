import type { NamedEvent } from '../workflows';
import { NewNodes } from './new-nodes';

const RUN = '5f8c';
const started = (node_id: string, more: Partial<NamedEvent> = {}): NamedEvent => ({
  type: 'node.started',
  node_id,
  at: '2026-01-01T00:00:00.000Z',
  writer: 'w',
  number: 0,
  ...more,
});

let nodes: NewNodes;

beforeEach(() => {
  nodes = new NewNodes();
  jest.useFakeTimers();
});

afterEach(() => jest.useRealTimers());

it('knows each conversation of a node that has just begun, once', () => {
  const others = [started('old', { type: 'node.completed' }), started('undo', { number: 1 })];
  nodes.add(RUN, [started('crew'), ...others], nodes.now());
  expect(nodes.take(RUN, 'nodes/crew/tasks/a')).toBe(true);
  expect(nodes.take(RUN, 'nodes/crew/tasks/b')).toBe(true);
  expect(nodes.take(RUN, 'nodes/crew/tasks/a')).toBe(false);
  expect(nodes.take(RUN, 'nodes/old')).toBe(false);
  expect(nodes.take(RUN, 'nodes/undo')).toBe(false);
  expect(nodes.take(RUN, 'nodes/crew2')).toBe(false);
});

it('knows nothing of them in another run of the workflow', () => {
  nodes.add(RUN, [started('reply', { path: 'nodes/each/items/3/nodes/reply' })], nodes.now());
  expect(nodes.take('another', 'nodes/each/items/3/nodes/reply')).toBe(false);
  expect(nodes.take(RUN, 'nodes/each/items/3/nodes/reply')).toBe(true);
});

it.each(['the clock went on', 'the machine was suspended, and only the wall clock went on'])(
  'does not know them for longer than a tenth of a second: %s',
  (how) => {
    const since = nodes.now();
    nodes.add(RUN, [started('a')], since);
    nodes.add(RUN, [started('b')], since);
    if (how === 'the clock went on') jest.advanceTimersByTime(99);
    else jest.setSystemTime(Date.now() + 99);
    expect(nodes.take(RUN, 'nodes/a')).toBe(true);
    if (how === 'the clock went on') jest.advanceTimersByTime(2);
    else jest.setSystemTime(Date.now() + 2);
    expect(nodes.take(RUN, 'nodes/b')).toBe(false);
  },
);
