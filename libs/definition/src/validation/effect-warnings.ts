import { compensationEdges } from '../graph/edges';
import { outgoingEdges } from '../graph/graph';
import { pointerTo } from '../json/pointer';
import { effectOf } from '../schema/effects';
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
        const hint = 'Put an approval before it, or give it an idempotency_key if the other side heeds one.';
        warnings.add('irreversible_effect', pointerTo(path, 'config'), message, hint);
      }
    }
  }
  return approved;
}

/** Ids of the nodes of a graph that come after an approval in it. */
function afterApprovals({ graph }: Region): Set<string> {
  const outgoing = outgoingEdges(graph);
  for (const edge of compensationEdges(graph)) outgoing.get(edge.source)?.push(edge);
  const found = new Set<string>();
  const open = graph.nodes.filter((node) => node.type === 'approval').map((node) => node.id);
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    for (const { target } of outgoing.get(id) ?? []) {
      if (found.has(target)) continue;
      found.add(target);
      open.push(target);
    }
  }
  return found;
}
