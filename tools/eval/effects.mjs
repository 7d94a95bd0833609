/**
 * What leaves the system, and whether a person says yes before it does.
 */
import { graphsOf, nodesOf } from './graph.mjs';
import { inOrder } from './ways.mjs';

const READING_TOOLS = ['fetch_url', 'calculator', 'current_time', 'ask_human'];

const toolsOf = (node) => [
  ...(node.config?.tools ?? []),
  ...(node.config?.agents ?? []).flatMap((agent) => agent.tools ?? []),
];

/** A node that sends or changes something outside. */
export function acts(node) {
  if (node.type === 'http_request') {
    const { method = 'GET', effect = 'read' } = node.config;
    return !['GET', 'HEAD'].includes(method) || effect !== 'read';
  }
  return toolsOf(node).some((tool) => !READING_TOOLS.includes(tool));
}

/** A sending that nothing takes back and that is not known again. */
export function isIrreversible(node) {
  if (node.type !== 'http_request') return acts(node);
  const { method = 'GET', effect, idempotency_key: key } = node.config;
  return (
    effect === 'irreversible' ||
    method === 'DELETE' ||
    (['POST', 'PATCH'].includes(method) && key === undefined)
  );
}

/** The nodes that run only after an approval was given, on every way to them. */
export function approvedNodes(definition) {
  const approved = new Set();
  for (const graph of graphsOf(definition)) {
    const isInside = graph.holder !== undefined && approved.has(graph.holder.node);
    const byId = new Map(graph.nodes.map((node) => [node.id, node]));
    for (const node of inOrder(graph)) {
      const edges = graph.edges.filter(({ target }) => target === node.id);
      const isSafe = (edge) => approved.has(byId.get(edge.source)) || saysYes(edge, byId);
      const needed = /^quorum\((\d+)\)$/.exec(node.join ?? '')?.[1] ?? 1;
      const unsafe = edges.filter((edge) => !isSafe(edge)).length;
      if (isInside || (edges.length > 0 && unsafe < Number(needed))) approved.add(node);
    }
    for (const { source, target } of graph.undoing)
      if (approved.has(byId.get(source))) approved.add(byId.get(target));
  }
  return approved;
}

function saysYes({ source, branch, when, kind }, byId) {
  if (kind === 'error') return false;
  const node = byId.get(source);
  if (node?.type === 'approval') return branch === 'approved' || isYes(when);
  const taken = node?.type === 'condition' && node.config.branches.find(({ name }) => name === branch);
  const isAsked = (text = '') =>
    [...byId.values()].some((each) => each.type === 'approval' && text.includes(`nodes.${each.id}.`));
  if (taken) return isAsked(taken.when) && isYes(taken.when);
  if (node?.type === 'condition' && branch === node.config.default)
    return node.config.branches.some((each) => isAsked(each.when) && /!=\s*["']approved["']/.test(each.when));
  return isAsked(when) && isYes(when);
}

const isYes = (text) => /==\s*["']approved["']/.test(text ?? '') && !/\|\|/.test(text);

/** The nodes that act, each with whether a person is asked before: `{ node, graph, isApproved }`. */
export function effectsOf(definition) {
  const approved = approvedNodes(definition);
  return nodesOf(definition)
    .filter(({ node }) => acts(node))
    .map((place) => ({ ...place, isApproved: approved.has(place.node) }));
}
