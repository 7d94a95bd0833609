/**
 * The shape for everything that is not a published benchmark: `{ id?, prompt, nodes, edges? }`. A node is a text, or `{ id?,
 * says, type? }` with a node type of ours or a list of them; an edge is `[from, to]`, or `{ source, target }`, by position (from 0) or id.
 */

export function isPlain(item) {
  return typeof item?.prompt === 'string' && Array.isArray(item.nodes);
}

/** @throws Error for a node without text, or an edge to none */
export function readPlain({ id, prompt, nodes, edges = [] }) {
  const places = new Map(nodes.map((node, index) => [node?.id ?? index, index]));
  const place = (end) => {
    if (!places.has(end)) throw new Error(`an edge names the node ${JSON.stringify(end)}, which is none.`);
    return places.get(end);
  };
  return {
    name: id,
    prompt,
    reference: {
      nodes: nodes.map(readNode),
      edges: edges.map((edge) => (Array.isArray(edge) ? edge : [edge.source, edge.target]).map(place)),
    },
  };
}

function readNode(node) {
  const { says, type } = typeof node === 'string' ? { says: node } : (node ?? {});
  if (typeof says !== 'string' || says.trim() === '') throw new Error('a node has no text in "says".');
  return { says, ...(type !== undefined && { types: [type].flat() }) };
}
