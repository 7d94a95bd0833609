import { isDeepStrictEqual } from 'node:util';
import type { EdgeDefinition, WorkflowDefinition } from '@aiwf/definition';

/**
 * Nodes of a definition that are not as they were in an earlier one: new, written otherwise, or reached by other edges.
 * What is downstream of them is not looked at.
 */
export function changedNodes(before: WorkflowDefinition, after: WorkflowDefinition): string[] {
  const earlier = new Map(before.nodes.map((node) => [node.id, node]));
  const edgesBefore = incomingByTarget(before);
  const edgesAfter = incomingByTarget(after);
  return after.nodes
    .filter(
      (node) =>
        !isDeepStrictEqual(earlier.get(node.id), node) ||
        !isDeepStrictEqual(edgesBefore.get(node.id), edgesAfter.get(node.id)),
    )
    .map(({ id }) => id);
}

/** The edges that lead to each node, in an order that doesn't hang on where they stand in the definition. */
function incomingByTarget({ edges = [] }: WorkflowDefinition): Map<string, EdgeDefinition[]> {
  const sorted = [...edges].sort((a, b) => order(a).localeCompare(order(b)));
  const byTarget = new Map<string, EdgeDefinition[]>();
  for (const edge of sorted) byTarget.set(edge.target, [...(byTarget.get(edge.target) ?? []), edge]);
  return byTarget;
}

function order({ source, kind, branch, when }: EdgeDefinition): string {
  return JSON.stringify([source, kind, branch, when]);
}
