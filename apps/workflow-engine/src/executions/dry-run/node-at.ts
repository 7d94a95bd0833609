import type { NodeDefinition, Subgraph } from '@aiwf/definition';

/** The node that a path leads to, such as `nodes/each/items/3/nodes/reply`; what follows a node is not looked at. */
export function nodeAt(graph: Subgraph, path: string): NodeDefinition | undefined {
  const [, id, ...rest] = path.split('/');
  const node = graph.nodes.find((candidate) => candidate.id === id);
  const inner = rest.indexOf('nodes');
  const body = node && bodyOf(node);
  return body && inner >= 0 ? nodeAt(body, rest.slice(inner).join('/')) : node;
}

/** All nodes of a graph, those inside others too. */
export function allNodes(graph: Subgraph): NodeDefinition[] {
  return graph.nodes.flatMap((node) => [node, ...allNodes(bodyOf(node) ?? { nodes: [] })]);
}

function bodyOf(node: NodeDefinition): Subgraph | undefined {
  switch (node.type) {
    case 'map':
    case 'loop':
      return node.config.body;
    case 'workflow':
      return node.config.definition;
    default:
      return undefined;
  }
}
