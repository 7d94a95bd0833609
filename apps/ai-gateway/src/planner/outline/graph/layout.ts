import type { PlanItem, Source } from '../plan/plan-items';
import type { Flow, Result } from './flow';
import type { GraphWriter } from './graph-writer';

/** Lays steps out as nodes and edges of one graph. */
export interface Layout {
  readonly writer: GraphWriter;
  /** A layout of the graph inside one of this graph's nodes. */
  inside(): Layout;
  /** Lays out a list of steps from where the flow has got to. */
  lay(items: readonly PlanItem[], flow: Flow): void;
  /** Lays out steps that nothing follows, such as what is done where people reject something. */
  layAside(items: readonly PlanItem[], flow: Flow, way: Pick<Flow, 'ways' | 'results' | 'branchName'>): void;
  /** Gives a graph's conditions an end for each of their branches; the id of the node that is it, where one is needed. */
  close(flow: Flow): string | undefined;
  /** Where sources are read. */
  read(sources: readonly Source[]): readonly Result[];
  /** What the workflow was given, or, in a repetition, what it is at. */
  given(): readonly Result[];
}
