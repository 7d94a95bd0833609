import type { EdgeDefinition, NodeDefinition } from '@aiwf/definition';
import { combine, plus, range, ZERO, type Range } from '../range';
import type { Course } from './courses';

/** Seconds from the start of a course to its end: nodes that don't wait for one another work at the same time. */
export function longestWay({ runs, taken }: Course, secondsOf: (nodeId: string) => Range): Range {
  const before = Map.groupBy(taken, ({ target }) => target);
  const ends = new Map<string, Range>();
  for (const node of runs) {
    const sources = sourcesOf(before.get(node.id) ?? [], ends);
    ends.set(node.id, plus(startOf(node, sources), secondsOf(node.id)));
  }
  return latestOf([...ends.values()]);
}

function sourcesOf(edges: readonly EdgeDefinition[], ends: ReadonlyMap<string, Range>): Range[] {
  return edges.map(({ source }) => ends.get(source) ?? ZERO);
}

/** A node waits for all before it, unless its `join` is content with some. */
function startOf({ join }: NodeDefinition, ends: readonly Range[]): Range {
  if (join === undefined || join === 'all' || ends.length === 0) return latestOf(ends);
  const first = combine(ends, (values) => Math.min(...values));
  return range(first.low, first.likely, latestOf(ends).high);
}

function latestOf(ends: readonly Range[]): Range {
  return ends.length === 0 ? ZERO : combine(ends, (values) => Math.max(...values));
}
