import type { EdgeDefinition, NodeDefinition, Subgraph, WorkflowDefinition } from '@aiwf/definition';

/** One graph of a workflow: its own, or the body of a map or a loop. */
export interface Region {
  readonly graph: Subgraph;
  /** JSON pointer to the graph; `""` is the whole workflow. */
  readonly path: string;
  /** The node whose body it is. */
  readonly holder?: PlacedNode;
}

/** A node and where it stands. */
export interface PlacedNode {
  readonly node: NodeDefinition;
  /** JSON pointer to the node. */
  readonly path: string;
  readonly region: Region;
}

/** A definition with the bodies in it: whose nodes can read one another. A written-out sub-workflow is a scope of its own. */
export interface Scope {
  readonly definition: WorkflowDefinition;
  readonly path: string;
  /** Outer graphs first. */
  readonly regions: readonly Region[];
  readonly nodes: readonly PlacedNode[];
  /** The `workflow` node that holds the definition. */
  readonly holder?: PlacedNode;
}

/** All scopes of a workflow, outer ones first. The definition is valid, so its depth is bounded. */
export function scopesOf(definition: WorkflowDefinition, path = '', holder?: PlacedNode): Scope[] {
  const regions = regionsOf({ graph: definition, path });
  const nodes = regions.flatMap(placedNodes);
  const inner = nodes.flatMap((placed) => {
    const { node, path: at } = placed;
    if (node.type !== 'workflow' || node.config.definition === undefined) return [];
    return scopesOf(node.config.definition, `${at}/config/definition`, placed);
  });
  return [{ definition, path, regions, nodes, ...(holder && { holder }) }, ...inner];
}

/** The edges of a region along which a run goes on, with their places. */
export function placedEdges({
  graph,
  path,
}: Region): { readonly edge: EdgeDefinition; readonly path: string }[] {
  return (graph.edges ?? []).map((edge, index) => ({ edge, path: `${path}/edges/${index}` }));
}

/** The nodes directly in a region. */
function placedNodes(region: Region): PlacedNode[] {
  return region.graph.nodes.map((node, index) => ({ node, path: `${region.path}/nodes/${index}`, region }));
}

function regionsOf(region: Region): Region[] {
  const bodies = placedNodes(region).flatMap((placed) => {
    const { node, path } = placed;
    if (node.type !== 'map' && node.type !== 'loop') return [];
    return regionsOf({ graph: node.config.body, path: `${path}/config/body`, holder: placed });
  });
  return [region, ...bodies];
}
