/** Frames have a body whose nodes stand below them: a map's items, a loop's rounds, another workflow. */
const NODE_PATH = /^(?:nodes\/[^/]+\/(?:items\/\d+|rounds\/\d+|workflow)\/)*nodes\/[^/]+/;

/** The path of the node that a step stands in: `nodes/crew` for the conversation `nodes/crew/tasks/draft`. */
export function nodePathOf(path: string): string {
  return NODE_PATH.exec(path)?.[0] ?? path;
}

/** The path of the node that asks a request; ids of nodes have no points, so the way back is clear. */
export function nodePathOfRequest(requestId: string): string {
  return nodePathOf(requestId.replaceAll('.', '/'));
}

/** Where the graph of a node stands: empty for the outermost, else such as `nodes/each/items/3/`. */
export function graphOf(path: string): string {
  return path.slice(0, path.lastIndexOf('nodes/'));
}

/** The paths of the nodes that a node stands in, the outermost first. */
export function framesOf(path: string): string[] {
  const graph = graphOf(path);
  if (graph === '') return [];
  const frame = nodePathOf(graph.replace(/(?:items\/\d+|rounds\/\d+|workflow)\/$/, '').slice(0, -1));
  return [...framesOf(frame), frame];
}
