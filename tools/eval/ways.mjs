/**
 * Which nodes of a graph run together: every way that a run can take through its decisions.
 */
import { after, placeIn, sharedGraph } from './graph.mjs';

/** A graph with more ways than these is looked at in part. */
const MOST_WAYS = 10_000;

const isFailure = ({ kind }) => kind === 'error';
const nameOf = ({ branch, when }) => branch ?? when;

/**
 * Every way through a graph: `{ ran, failed }`, the ids of the nodes that run, and whether a node failed on it.
 *
 * A condition, approval or wait takes one of its branches; edges with an expression of their own are ways of one decision;
 * a node with error edges may fail. Joins are as the engine has them.
 */
function waysThrough(graph) {
  const order = inOrder(graph);
  const ways = [];
  const walk = (index, taken, ran, failed) => {
    const node = order[index];
    if (node === undefined) ways.push({ ran, failed });
    if (node === undefined || ways.length >= MOST_WAYS) return;
    const incoming = graph.edges.filter(({ target }) => target === node.id);
    const isUndoing = graph.undoing.some(({ target }) => target === node.id);
    const runs = !isUndoing && starts(node, incoming, taken);
    if (!runs) walk(index + 1, taken, ran, failed);
    for (const { edges, fails } of runs ? endings(graph, node) : [])
      walk(index + 1, new Set([...taken, ...edges]), new Set([...ran, node.id]), failed || fails);
  };
  walk(0, new Set(), new Set(), false);
  return ways;
}

function starts({ join = 'all' }, incoming, taken) {
  if (incoming.length === 0) return true;
  const needed = /^quorum\((\d+)\)$/.exec(join)?.[1] ?? 1;
  return incoming.filter((edge) => taken.has(edge)).length >= Number(needed);
}

/** How a node can end: the edges then taken, and whether it failed. */
function endings(graph, node) {
  const edges = graph.edges.filter(({ source }) => source === node.id);
  const onFailure = edges.filter(isFailure);
  const others = edges.filter((edge) => !isFailure(edge));
  const always = others.filter((edge) => nameOf(edge) === undefined);
  const names = new Set(others.map(nameOf).filter((name) => name !== undefined));
  const mayTakeNone = branchesOf(node, names).some((name) => !names.has(name));
  const succeeded = [...names].map((name) => ({
    edges: [...always, ...others.filter((edge) => nameOf(edge) === name)],
    fails: false,
  }));
  if (mayTakeNone) succeeded.push({ edges: always, fails: false });
  return onFailure.length === 0 ? succeeded : [...succeeded, { edges: onFailure, fails: true }];
}

/**
 * The branches that a node may take, whether edges name them or not; undefined: it may take none. Several expressions after
 * one node are taken to leave nothing out.
 */
function branchesOf({ type, config = {} }, names) {
  if (type === 'condition') return [...(config.branches ?? []).map(({ name }) => name), config.default];
  if (names.size === 0) return [undefined];
  const timeout = config.timeout_seconds === undefined ? [] : ['timeout'];
  if (type === 'approval') return ['approved', 'rejected', ...timeout];
  if (type === 'wait') return config.event === undefined ? ['elapsed'] : ['received', ...timeout];
  return names.size === 1 ? [undefined] : [];
}

/** Nodes with every source before its targets. */
export function inOrder(graph) {
  const order = [];
  for (let grew = true; grew;) {
    const next = graph.nodes.filter(
      (node) =>
        !order.includes(node) &&
        graph.edges.every(
          ({ source, target }) => target !== node.id || order.some(({ id }) => id === source),
        ),
    );
    order.push(...next);
    grew = next.length > 0;
  }
  return order;
}

/** Whether a node runs in some cases only, here or where the body stands that holds it; failures are not counted. */
export function isConditional({ node, graph }) {
  if (waysThrough(graph).some(({ ran, failed }) => !failed && !ran.has(node.id))) return true;
  return graph.holder ? isConditional(graph.holder) : false;
}

/** Whether of two nodes each can run, but never both in one run. */
export function areAlternatives(some, other) {
  const shared = sharedGraph(some, other);
  if (!shared) return false;
  const [first, second] = shared.places;
  const ways = waysThrough(shared.graph);
  const runs = (id) => ways.some(({ ran }) => ran.has(id));
  return runs(first) && runs(second) && !ways.some(({ ran }) => ran.has(first) && ran.has(second));
}

/** The ways that part after a node: `{ name, reached }`, with the ids that only lie on that way. */
export function waysAfter(graph, id) {
  const parting = graph.edges.filter(
    (edge) => edge.source === id && (nameOf(edge) !== undefined || isFailure(edge)),
  );
  const ways = new Map();
  for (const edge of parting) {
    const name = nameOf(edge) ?? 'error';
    const reached = ways.get(name) ?? new Set();
    for (const next of [edge.target, ...after(graph, edge.target)]) reached.add(next);
    ways.set(name, reached);
  }
  return [...ways].map(([name, reached]) => {
    const others = [...ways].filter(([other]) => other !== name).flatMap(([, set]) => [...set]);
    return { name, reached: new Set([...reached].filter((each) => !others.includes(each))) };
  });
}

/** Whether a place lies on a way, however deep in what stands there. */
export function liesOn({ reached }, graph, place) {
  return reached.has(placeIn(graph, place));
}
