import type { NodeDefinition, WorkflowDefinition } from '@aiwf/definition';
import { scopesOf, type PlacedNode } from '../graph/scopes';

/** A node as it was and as it is. */
export interface ChangedNode {
  readonly before: PlacedNode;
  readonly after: PlacedNode;
}

/** What differs between two versions of a workflow, node by node; a body's nodes are compared by themselves. */
export interface Changes {
  readonly added: readonly PlacedNode[];
  readonly removed: readonly PlacedNode[];
  readonly changed: readonly ChangedNode[];
  /** Ids of the nodes that were added or removed. */
  readonly touched: ReadonlySet<string>;
}

/** Compares two versions. A node is known again by its id and by the nodes that it stands in. */
export function changesBetween(before: WorkflowDefinition, after: WorkflowDefinition): Changes {
  const old = placesByKey(before);
  const now = placesByKey(after);
  const removed = [...old].filter(([key]) => !now.has(key)).map(([, placed]) => placed);
  const added = [...now].filter(([key]) => !old.has(key)).map(([, placed]) => placed);
  const changed = [...old].flatMap(([key, placed]): ChangedNode[] => {
    const other = now.get(key);
    return other && !sameNode(placed.node, other.node) ? [{ before: placed, after: other }] : [];
  });
  return { added, removed, changed, touched: new Set([...added, ...removed].map(({ node }) => node.id)) };
}

/** Whether two values are the same JSON; the order of fields counts, as it does for whoever keeps nodes byte by byte. */
export function isSame(some: unknown, other: unknown): boolean {
  return JSON.stringify(some) === JSON.stringify(other);
}

function placesByKey(definition: WorkflowDefinition): Map<string, PlacedNode> {
  const nodes = scopesOf(definition).flatMap((scope) => scope.nodes);
  const keyOf = ({ node, region }: PlacedNode): string =>
    region.holder ? `${keyOf(region.holder)}/${node.id}` : `${region.path}/${node.id}`;
  return new Map(nodes.map((placed) => [keyOf(placed), placed]));
}

/** A node without the nodes in it, which are compared by themselves. */
function sameNode(some: NodeDefinition, other: NodeDefinition): boolean {
  return isSame(ownPart(some), ownPart(other));
}

function ownPart(node: NodeDefinition): object {
  if (node.type === 'map' || node.type === 'loop')
    return { ...node, config: { ...node.config, body: { output: node.config.body.output } } };
  if (node.type === 'workflow' && node.config.definition !== undefined)
    return { ...node, config: { ...node.config, definition: { output: node.config.definition.output } } };
  return node;
}
