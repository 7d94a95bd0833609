import { compensationTargets } from '../graph/edges';
import { causes, topologicalOrder } from '../graph/graph';
import { pointerTo } from '../json/pointer';
import { effectOf } from '../schema/effects';
import type { EdgeDefinition } from '../types';
import type { ProblemList } from './problem';
import { nodesOf, type PlacedNode, type Region } from './region';

/**
 * Warns of requests that can't be undone and that nobody approves before.
 *
 * @returns the nodes that an approval stands before.
 */
export function warnOfEffects(
  regions: readonly Region[],
  whollyApproved: boolean,
  warnings: ProblemList,
): ReadonlySet<PlacedNode['node']> {
  const approved = new Set<PlacedNode['node']>();
  // Outer regions come first, so what holds a body is judged before the body is.
  for (const region of regions) {
    const all = whollyApproved || (region.holder !== undefined && approved.has(region.holder.node));
    const after = afterApprovals(region);
    for (const { node, path } of nodesOf(region)) {
      if (all || after.has(node.id)) approved.add(node);
      else if (node.type === 'http_request' && effectOf(node) === 'irreversible') {
        const method = node.config.method ?? 'GET';
        const message = `"${node.id}" sends a ${method}, which can't be undone, without asking anyone.`;
        const hint =
          'Put an approval before it, with "branch": "approved" on the edge that leads on, or give it an idempotency_key ' +
          'if the other side heeds one.';
        warnings.add('irreversible_effect', pointerTo(path, 'config'), message, hint);
      }
    }
  }
  return approved;
}

/**
 * Ids of the nodes of a graph that run only after an approval in it was given: whichever way leads to them passes one, by
 * its branch `approved`.
 */
function afterApprovals({ graph }: Region): Set<string> {
  const byId = new Map(graph.nodes.map((node) => [node.id, node]));
  const arriving = causes(graph);
  const found = new Set<string>();
  const isApproved = ({ source, branch, kind }: EdgeDefinition): boolean => {
    if (found.has(source)) return true;
    return byId.get(source)?.type === 'approval' && branch === 'approved' && kind === undefined;
  };
  for (const id of [...topologicalOrder(graph), ...compensationTargets(graph)]) {
    const edges = arriving.get(id) ?? [];
    if (edges.length > 0 && edges.every(isApproved)) found.add(id);
  }
  return found;
}
