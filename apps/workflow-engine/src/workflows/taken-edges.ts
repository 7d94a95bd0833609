import type { EdgeDefinition, NodeDefinition } from '@aiwf/definition';
import type { SettledNode } from './checkpoint';
import { isBlob, type RunScope } from './run-scope';
import type { Values } from './values';

/**
 * Which of a settled node's edges are taken. A node that failed takes its error edges (`route`) or its ordinary ones
 * (`continue`); one that completed never takes an error edge.
 *
 * @returns the places of the taken edges
 */
export async function takenEdges(
  node: NodeDefinition,
  settled: SettledNode,
  edges: readonly (readonly [EdgeDefinition, number])[],
  values: Values,
  scope: RunScope,
): Promise<number[]> {
  if (settled.status === 'skipped') return [];
  const wanted = settled.status === 'failed' && node.on_error === 'route' ? 'error' : undefined;
  const taken: number[] = [];
  for (const [edge, index] of edges) {
    if (edge.kind === 'compensation' || edge.kind !== wanted) continue;
    const { branch, when, target } = edge;
    if (branch !== undefined) {
      if (settled.status !== 'completed') continue;
      const chosen = await values.expression(`nodes.${node.id}.output.branch`, scope);
      if (isBlob(chosen) || chosen.json !== branch) continue;
    }
    if (when !== undefined) {
      if (!(await values.verdict(when, scope, `The "when" of the edge to "${target}"`))) continue;
    }
    taken.push(index);
  }
  return taken;
}
