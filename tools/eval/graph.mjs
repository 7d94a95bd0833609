/**
 * A planned graph as the checks look at it: all nodes, those in bodies and sub-workflows too, each graph with its edges.
 */

/** Every graph of a definition, outer ones first: `{ nodes, edges, output, holder }`. */
export function graphsOf(definition, holder) {
  const { nodes = [], edges = [], output } = definition;
  const graph = { nodes, edges: edges.filter(({ kind }) => kind !== 'compensation'), output, holder };
  const inner = nodes.flatMap((node) => {
    const body = node.config?.body ?? node.config?.definition;
    return body ? graphsOf(body, { node, graph }) : [];
  });
  return [graph, ...inner];
}

/** Every node, with the graph that it stands in: `{ node, graph }`. */
export function nodesOf(definition) {
  return graphsOf(definition).flatMap((graph) => graph.nodes.map((node) => ({ node, graph })));
}

/** A node without the graphs inside it, which have nodes of their own. */
export function ownPart(node) {
  const { body, definition, ...config } = node.config ?? {};
  return { ...node, config: body || definition ? config : node.config };
}

/** All that a node says, as one text; keys of the language are not part of it. */
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
  return [id.replaceAll('_', ' '), ...said].join('\n');
}

const sourcesOf = (graph, id) => graph.edges.filter(({ target }) => target === id).map(({ source }) => source);
const targetsOf = (graph, id) => graph.edges.filter(({ source }) => source === id).map(({ target }) => target);

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

/** Ids of the nodes before one. */
export function before(graph, id) {
  return closure([id], (each) => sourcesOf(graph, each));
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

const isParting = ({ branch, when, kind }) => (branch ?? when) !== undefined || kind === 'error';

/** Ids of the nodes of a graph that run whichever way every decision goes. */
export function unconditional(graph) {
  const found = new Set(graph.nodes.filter(({ id }) => sourcesOf(graph, id).length === 0).map(({ id }) => id));
  for (const id of found)
    for (const edge of graph.edges) if (edge.source === id && !isParting(edge)) found.add(edge.target);
  return found;
}

/** Whether a node runs in some cases only, here or where the body stands that holds it. */
export function isConditional({ node, graph }) {
  if (!unconditional(graph).has(node.id)) return true;
  return graph.holder ? isConditional(graph.holder) : false;
}

/** The ways that part after a node: `{ name, reached }`, with the ids that only lie on that way. */
export function waysAfter(graph, id) {
  const parting = graph.edges.filter((edge) => edge.source === id && isParting(edge));
  const ways = new Map();
  for (const edge of parting) {
    const name = edge.branch ?? edge.when ?? 'error';
    const reached = ways.get(name) ?? new Set();
    reached.add(edge.target);
    for (const next of after(graph, edge.target)) reached.add(next);
    ways.set(name, reached);
  }
  return [...ways].map(([name, reached]) => {
    const others = [...ways].filter(([other]) => other !== name).flatMap(([, set]) => [...set]);
    return { name, reached: new Set([...reached].filter((each) => !others.includes(each))) };
  });
}
