import type { Delivery, PlanItem, Source, Task } from '../plan/plan-items';
import { sendingReport } from './expressions';
import type { Flow, Result } from './flow';
import type { GraphWriter } from './graph-writer';
import { layApproval } from './lay-approval';
import { layFetch } from './lay-sources';
import { layChoice, laySwitch } from './lay-choice';
import { goesWith, layDeliveries } from './lay-deliveries';
import { layEach, layLoop } from './lay-repeats';
import { layTasks } from './lay-tasks';
import { layEvent, layWait } from './lay-waits';
import { layAttempt, layParallel } from './lay-ways';
import type { Layout } from './layout';

/** Lays a plan out as a graph: tasks marked `beside` in parallel, everything else one after another. */
export class GraphLayout implements Layout {
  constructor(readonly writer: GraphWriter) {}

  inside(): Layout {
    return new GraphLayout(this.writer.inside());
  }

  read(sources: readonly Source[]): readonly Result[] {
    return sources.flatMap((source) => this.writer.shared.sources.get(source) ?? []);
  }

  given(): readonly Result[] {
    const all = [...this.writer.shared.sources];
    const item = all.findLast(([{ type }]) => type === 'item');
    return item ? [item[1]] : all.flatMap(([{ type }, result]) => (type === 'event' ? [] : [result]));
  }

  lay(items: readonly PlanItem[], flow: Flow): void {
    for (let at = 0; at < items.length;) {
      const item = items[at] as PlanItem;
      if (item.type === 'task') {
        const stage = [
          item,
          ...following(items, at, (next): next is Task => next.type === 'task' && next.beside),
        ];
        layTasks(this, stage, flow);
        at += stage.length;
      } else if (item.type === 'delivery') {
        const more = following(
          items,
          at,
          (next): next is Delivery => next.type === 'delivery' && goesWith(item, next),
        );
        layDeliveries(this, [item, ...more], flow);
        at += more.length + 1;
      } else {
        this.layOne(item, flow);
        at += 1;
      }
    }
  }

  private layOne(item: Exclude<PlanItem, Task | Delivery>, flow: Flow): void {
    switch (item.type) {
      case 'fetch':
        return layFetch(this.writer, item.source, flow);
      case 'choice':
        return layChoice(this, item, flow);
      case 'switch':
        return laySwitch(this, item, flow);
      case 'approval':
        return layApproval(this, item, flow);
      case 'wait':
        return layWait(this, item, flow);
      case 'event':
        return layEvent(this, item, flow);
      case 'each':
        return layEach(this, item, flow);
      case 'loop':
        return layLoop(this, item, flow);
      case 'parallel':
        return layParallel(this, item, flow);
      case 'attempt':
        return layAttempt(this, item, flow);
      default:
        return item satisfies never;
    }
  }

  layAside(
    items: readonly PlanItem[],
    flow: Flow,
    { ways, results, branchName }: Pick<Flow, 'ways' | 'results' | 'branchName'>,
  ): void {
    const recording = flow.recording === 'none' ? 'none' : 'guarded';
    const way = flow.fork(ways, { results, recording, branchName, isApproved: false });
    this.lay(items, way);
    this.close(way);
    flow.ends = [...flow.ends, ...way.exits];
  }

  close(flow: Flow): string | undefined {
    const { writer } = this;
    const isOpen = flow.ways.some(
      (way) => writer.typeOf(way.source) === 'condition' && !writer.isConnected(way),
    );
    if (!isOpen) return undefined;
    const id = writer.id('finish');
    const isSending = flow.sent.length > 0;
    const config = isSending ? { value: sendingReport(flow.sent) } : { value: 'Done.' };
    const name = isSending ? 'What was sent' : 'Done';
    writer.add({ id, type: 'transform', name, config }, flow.ways, flow.branchName);
    flow.ways = [{ source: id }];
    return id;
  }
}

function following<T extends PlanItem>(
  items: readonly PlanItem[],
  at: number,
  belongs: (item: PlanItem) => item is T,
): T[] {
  const found: T[] = [];
  for (let next = items[at + 1]; next && belongs(next); next = items[at + found.length + 1]) found.push(next);
  return found;
}
