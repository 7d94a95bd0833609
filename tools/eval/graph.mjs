/**
 * A planned graph as the checks look at it: all nodes, those in bodies and sub-workflows too, each graph with its edges.
 */

/**
 * Every graph of a definition, outer ones first: `{ nodes, edges, undoing, output, holder }`. Nodes that undo a step run after
 * a cancellation alone, so their edges are kept apart.
 */
export function graphsOf(definition) {
  if (!seen.has(definition)) seen.set(definition, readGraphs(definition));
  return seen.get(definition);
}

/** A graph is known by being the same object, so each definition is read once. */
const seen = new WeakMap();

function readGraphs({ nodes = [], edges = [], output }, holder) {
  const undoing = edges.filter(({ kind }) => kind === 'compensation');
  const graph = { nodes, edges: edges.filter((edge) => !undoing.includes(edge)), undoing, output, holder };
  const inner = nodes.flatMap((node) => {
    const body = bodyOf(node);
    return body ? readGraphs(body, { node, graph }) : [];
  });
  return [graph, ...inner];
}

/** Every node, with the graph that it stands in: `{ node, graph }`. */
export function nodesOf(definition) {
  return graphsOf(definition).flatMap((graph) => graph.nodes.map((node) => ({ node, graph })));
}

/** The graph inside a node. The body of a request is none. */
function bodyOf({ type, config = {} }) {
  if (type === 'workflow') return config.definition;
  return type === 'map' || type === 'loop' ? config.body : undefined;
}

/** A node without the graph inside it, which has nodes of its own. */
export function ownPart(node) {
  if (!bodyOf(node)) return node;
  const { body: _body, definition: _definition, ...config } = node.config;
  return { ...node, config };
}

/** All that a node says, as one text; keys of the language and names of nodes that it reads are not part of it. */
export function textOf(node) {
  const said = [];
  const collect = (value, key) => {
    if (typeof value === 'string' && !['type', 'id'].includes(key)) said.push(value);
    else if (typeof value === 'number') said.push(String(value));
    else if (value && typeof value === 'object')
      for (const [name, item] of Object.entries(value)) collect(item, name);
  };
  const { id, ...rest } = ownPart(node);
  collect(rest);
  return [id.replaceAll('_', ' '), ...said.map(withoutNodeNames)].join('\n');
}

/** What a node reads says nothing of what it does: a sender of `nodes.summary.output` is no summary. */
const withoutNodeNames = (text) =>
  text.replaceAll(/\bnodes\s*(?:\.\s*[A-Za-z_]\w*|\[\s*["'][^"']+["']\s*\])/g, 'nodes');

const targetsOf = (graph, id) =>
  graph.edges.filter(({ source }) => source === id).map(({ target }) => target);

function closure(start, next) {
  const found = new Set();
  const open = [...start];
  while (open.length > 0) {
    for (const id of next(open.pop())) {
      if (found.has(id)) continue;
      found.add(id);
      open.push(id);
    }
  }
  return found;
}

/** Ids of the nodes after one. */
export function after(graph, id) {
  return closure([id], (each) => targetsOf(graph, each));
}

/** Where a node stands in a graph that holds it, however deep: itself, or what holds it there. */
export function placeIn(graph, { node, graph: own }) {
  if (own === graph) return node.id;
  return own.holder ? placeIn(graph, own.holder) : undefined;
}

/** The innermost graph that holds both nodes, and their places in it. */
export function sharedGraph(some, other) {
  for (let graph = some.graph; graph; graph = graph.holder?.graph) {
    const theirs = placeIn(graph, other);
    if (theirs !== undefined) return { graph, places: [placeIn(graph, some), theirs] };
  }
  return undefined;
}

/** Whether a node can run before another. */
export function comesBefore(some, other) {
  const shared = sharedGraph(some, other);
  if (!shared) return false;
  const [first, second] = shared.places;
  return first !== second && after(shared.graph, first).has(second);
}
