import type { EventView, ExecutionView, RecordedRun } from '@aiwf/contracts';
import type { ChaosGraph } from '../graphs/graph';
import type { Disturbed } from '../disturbances';
import type { Effects } from '../world/effects';
import type { TurnAsked } from '../world/mind';

/** A turn that the model was asked for. */
export interface ArrivedTurn extends TurnAsked {
  /** Milliseconds since the epoch. */
  at: number;
}

/** All that is known of one run after its end. */
export interface Evidence {
  graph: ChaosGraph;
  view: ExecutionView;
  events: EventView[];
  /** The ledger, as it is exported. */
  record: RecordedRun;
  /** What the model was asked in this run, in that order. */
  turns: ArrivedTurn[];
  effects: Effects;
  disturbed: Disturbed[];
}

/** Where an event's node stands. */
export function pathOf({ node_id, data }: EventView): string {
  return typeof data.path === 'string' ? data.path : `nodes/${node_id}`;
}

/** A turn by its conversation and number, of an event `llm.call` or of a row of the ledger. */
export function turnAt(path: unknown, turn: unknown): string {
  return `${String(path)}#${Number(turn)}`;
}

/** Whether the engine was killed between two times. */
export function killedBetween({ disturbed }: Evidence, from: number, to: number): boolean {
  return disturbed.some(
    ({ breaks, outage }) => breaks === 'engine' && outage.from <= to && outage.to >= from,
  );
}

/** What stands in both, of any things that are told apart by their JSON; how often counts. */
export function difference(expected: readonly string[], seen: readonly string[]): string[] {
  const left = [...seen];
  const missing = expected.filter((thing) => {
    const at = left.indexOf(thing);
    if (at !== -1) left.splice(at, 1);
    return at === -1;
  });
  return [...missing.map((thing) => `missing: ${thing}`), ...left.map((thing) => `too much: ${thing}`)];
}
