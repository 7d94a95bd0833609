import { ancestors, causes } from '../graph/graph';
import { pointerTo } from '../json/pointer';
import { effectOf } from '../schema/effects';
import type { ProblemList } from './problem';
import { nodesOf, type PlacedNode, type Region } from './region';

/**
 * Warns of requests that can't be undone and that nobody approves before.
 *
 * @param approved - Whether an approval stands before all of it, as before a workflow that is called.
 */
export function warnOfEffects(regions: readonly Region[], approved: boolean, warnings: ProblemList): void {
  for (const placed of regions.flatMap(nodesOf)) {
    const { node, path } = placed;
    if (node.type !== 'http_request' || effectOf(node) !== 'irreversible') continue;
    if (approved || isApproved(placed)) continue;
    const message = `"${node.id}" sends a ${node.config.method ?? 'GET'}, which can't be undone, without asking anyone.`;
    const hint = 'Put an approval before it, or give it an idempotency_key if the other side heeds one.';
    warnings.add('irreversible_effect', pointerTo(path, 'config'), message, hint);
  }
}

/** Whether an approval stands before a node, in its own graph or in one around it. */
export function isApproved({ node, region }: PlacedNode): boolean {
  const before = ancestors(causes(region.graph), node.id);
  if (region.graph.nodes.some((other) => other.type === 'approval' && before.has(other.id))) return true;
  const { holder } = region;
  return holder !== undefined && isApproved({ ...holder, path: '' });
}
