import type {
  EdgeDefinition,
  NodeDefinition,
  Subgraph,
  Template,
  WorkflowDefinition,
} from '@aiwf/definition';

/** A node, and the nodes whose bodies it stands in, outermost first. */
export interface PlacedNode {
  readonly node: NodeDefinition;
  readonly path: readonly string[];
}

/** A graph with its edges written out. */
export interface EditableGraph {
  readonly nodes: readonly NodeDefinition[];
  readonly edges: readonly EdgeDefinition[];
  readonly output?: Template;
}

function within(nodes: readonly NodeDefinition[], path: readonly string[]): PlacedNode[] {
  return nodes.flatMap((node) => {
    const placed = { node, path };
    const isHolder = node.type === 'map' || node.type === 'loop';
    return isHolder ? [placed, ...within(node.config.body.nodes, [...path, node.id])] : [placed];
  });
}

/** All nodes, those in bodies of maps and loops after the node that holds them. */
export function everyNode({ nodes }: WorkflowDefinition): PlacedNode[] {
  return within(nodes, []);
}

function editable({ nodes, edges = [], output }: Subgraph): EditableGraph {
  return { nodes, edges, ...(output !== undefined && { output }) };
}

/** The graph at a path of nodes with bodies: the workflow's own where the path is empty. */
export function graphAt(definition: WorkflowDefinition, path: readonly string[]): EditableGraph {
  let graph: Subgraph = definition;
  for (const id of path) {
    const holder: NodeDefinition | undefined = graph.nodes.find((node) => node.id === id);
    if (holder?.type === 'map' || holder?.type === 'loop') graph = holder.config.body;
  }
  return editable(graph);
}

function changedGraph<T extends Subgraph>(
  graph: T,
  path: readonly string[],
  change: (graph: EditableGraph) => EditableGraph,
): T {
  const [first, ...rest] = path;
  if (first === undefined) {
    const { nodes, edges, output } = change(editable(graph));
    const hasEdges = graph.edges !== undefined || edges.length > 0;
    return {
      ...graph,
      nodes: [...nodes],
      ...(hasEdges && { edges: [...edges] }),
      ...(output !== undefined && { output }),
    };
  }
  const nodes = graph.nodes.map((node) => {
    if (node.id !== first || (node.type !== 'map' && node.type !== 'loop')) return node;
    const body = changedGraph(node.config.body, rest, change);
    return node.type === 'map'
      ? { ...node, config: { ...node.config, body } }
      : { ...node, config: { ...node.config, body } };
  });
  return { ...graph, nodes };
}

/** Changes one graph; every node elsewhere, and every node that the change keeps, stays the same object. */
export function changeGraph(
  definition: WorkflowDefinition,
  path: readonly string[],
  change: (graph: EditableGraph) => EditableGraph,
): WorkflowDefinition {
  return changedGraph(definition, path, change);
}

/** Changes one node, wherever it stands. */
export function changeNode(
  definition: WorkflowDefinition,
  { node, path }: PlacedNode,
  change: (node: NodeDefinition) => NodeDefinition,
): WorkflowDefinition {
  return changeGraph(definition, path, (graph) => ({
    ...graph,
    nodes: graph.nodes.map((other) => (other.id === node.id ? change(other) : other)),
  }));
}

/** Changes several nodes in the same way. */
export function changeNodes(
  definition: WorkflowDefinition,
  nodes: readonly PlacedNode[],
  change: (node: NodeDefinition) => NodeDefinition,
): WorkflowDefinition {
  return nodes.reduce((rest, placed) => changeNode(rest, placed, change), definition);
}

/** Ids of a node and of all that comes after it in its graph. */
export function downstreamOf({ edges }: EditableGraph, id: string): ReadonlySet<string> {
  const found = new Set([id]);
  for (const at of found) for (const { source, target } of edges) if (source === at) found.add(target);
  return found;
}
