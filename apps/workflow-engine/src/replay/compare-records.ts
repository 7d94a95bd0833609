import type { RecordedNode, RecordedRun } from '@aiwf/contracts';
import { isEndedFromOutside } from '../recordings';
import { jsonDifference, shownValues } from './json-difference';

/** The first place at which a run went otherwise than its record. */
export interface Difference {
  /** Which way the run took, or what it worked out on it. */
  kind: 'path' | 'data';
  /** What differs, in words. */
  what: string;
  recorded: string;
  now: string;
  /** Code of the error that the node or the run has now. */
  code?: string;
}

/**
 * Compares in the order of the record: how each node ended and what it gave, then nodes that the record doesn't have, then
 * the end of the run itself. What the record doesn't have is no difference in a run that was broken off from outside.
 */
export function firstDifference(recorded: RecordedRun, now: RecordedRun): Difference | undefined {
  const left = queuesOf(now.path);
  for (const node of recorded.path) {
    const difference = nodeDifference(node, left.get(node.path)?.shift());
    if (difference) return difference;
  }
  const outside = isEndedFromOutside(recorded);
  const more = outside ? undefined : [...left.values()].flat()[0];
  if (more) return { ...ended(more), recorded: 'did not run' };
  return outside ? undefined : endDifference(recorded, now);
}

function nodeDifference(recorded: RecordedNode, now: RecordedNode | undefined): Difference | undefined {
  if (recorded.status !== now?.status) {
    const { now: how = 'did not run', ...rest } = now ? ended(now) : {};
    return { kind: 'path', what: named(recorded), ...rest, recorded: endOf(recorded), now: how };
  }
  return (
    valueDifference(`the error of ${named(recorded)}`, recorded.error, now.error) ??
    valueDifference(`the output of ${named(recorded)}`, recorded.output, now.output)
  );
}

function endDifference(recorded: RecordedRun, now: RecordedRun): Difference | undefined {
  if (recorded.status !== now.status) {
    return {
      kind: 'path',
      what: 'the run',
      recorded: endOf(recorded),
      now: endOf(now),
      ...(now.error ? { code: now.error.code } : {}),
    };
  }
  return (
    valueDifference('the error of the run', recorded.error ?? undefined, now.error ?? undefined) ??
    valueDifference('the output of the run', recorded.output, now.output)
  );
}

function valueDifference(
  what: string,
  recorded: RecordedNode['output'],
  now: RecordedNode['output'],
): Difference | undefined {
  const found = jsonDifference(recorded, now);
  if (!found) return undefined;
  return {
    kind: 'data',
    what: found.pointer === '' ? what : `${what} at ${found.pointer}`,
    ...shownValues(found),
  };
}

function ended(node: RecordedNode): Omit<Difference, 'recorded'> {
  const code = node.error ? { code: node.error.code } : {};
  return { kind: 'path', what: named(node), now: endOf(node), ...code };
}

/** A node may end several times: one that undoes what several others did. */
function queuesOf(path: readonly RecordedNode[]): Map<string, RecordedNode[]> {
  return Map.groupBy(path, (node) => node.path);
}

function named({ node_id, path }: RecordedNode): string {
  return path === `nodes/${node_id}` ? `node "${node_id}"` : `node "${node_id}" (${path})`;
}

function endOf({ status, error }: { status: string; error?: RecordedNode['error'] | null }): string {
  return error ? `${status} (${error.code}: ${error.message})` : status;
}
