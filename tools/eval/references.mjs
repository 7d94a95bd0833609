/**
 * Which nodes read which: by the names that stand in templates and expressions.
 */
import { graphsOf, nodesOf, ownPart } from './graph.mjs';

const NODE = /\bnodes\s*(?:\.\s*([A-Za-z_]\w*)|\[\s*\\?["']([^"'\\]+)\\?["']\s*\])/g;

/** Ids of the nodes that a value reads. */
export function readsOf(value) {
  return new Set([...JSON.stringify(value ?? null).matchAll(NODE)].map(([, name, quoted]) => name ?? quoted));
}

/** Whether what one node gives reaches another, directly or through nodes between them. */
export function flowsTo(definition, source, target) {
  const all = nodesOf(definition);
  const seen = new Set();
  const open = [target];
  while (open.length > 0) {
    const place = open.pop();
    const read = readsOf(ownPart(place.node));
    // What a body reads, its holder hands in; what a body gives, its holder gives.
    const inside = all.filter(({ graph }) => graph.holder?.node === place.node);
    for (const id of read) if (id === source.node.id) return true;
    const next = [
      ...all.filter(({ node }) => read.has(node.id)),
      ...inside,
      ...(place.graph.holder && readsInput(place.node) ? [place.graph.holder] : []),
    ];
    for (const each of next) {
      if (each.node === source.node) return true;
      if (!seen.has(each.node)) open.push(each);
      seen.add(each.node);
    }
  }
  return false;
}

const readsInput = (node) => /\b(?:item|previous|inputs?)\b/.test(JSON.stringify(ownPart(node)));

/** Whether what a node gives comes out of the workflow. */
export function comesOut(definition, place) {
  const [top] = graphsOf(definition);
  if (top.output === undefined) {
    const sources = new Set(top.edges.filter(({ kind }) => kind !== 'error').map(({ source }) => source));
    const leaves = nodesOf(definition).filter(({ node, graph }) => graph === top && !sources.has(node.id));
    return leaves.some((leaf) => leaf.node === place.node || flowsTo(definition, place, leaf));
  }
  const read = readsOf(top.output);
  return nodesOf(definition)
    .filter(({ node }) => read.has(node.id))
    .some((each) => each.node === place.node || flowsTo(definition, place, each));
}
