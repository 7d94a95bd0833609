/**
 * A planned graph beside a reference: by words, without a model, so that the same graph always scores the same. Published figures of
 * these benchmarks compare sentences by embeddings and are other numbers.
 */
import { comesBefore, nodesOf, textOf } from '../graph.mjs';

/** From this much of its words on, a planned node is taken for the expected one. */
const LIKE_ENOUGH = 0.5;
const SMALL_WORDS = new Set(
  'the and for with from into that this these those its their your our are was has have can will all any each not than then using use'.split(
    ' ',
  ),
);

/**
 * How far a graph is the expected one.
 *
 * @param reference `{ nodes: [{ says, types? }], edges: [[from, to]] }`
 * @returns `nodes`: F1 of expected and planned nodes; `order`: the share of expected edges whose ends are found and come in that order
 * (1 when there are none); `missed`: what was not found, like failed checks
 */
export function score(definition, { nodes, edges }) {
  const planned = definition ? nodesOf(definition) : [];
  const match = matchNodes(nodes, planned);
  const ordered = edges.filter(([from, to]) => goesBack(edges, from, to) || follows(match, from, to));
  const f1 = (2 * match.size) / (nodes.length + planned.length);
  return {
    nodes: Number.isNaN(f1) ? 0 : f1,
    order: edges.length === 0 ? 1 : ordered.length / edges.length,
    missed: [...missedNodes(nodes, match), ...missedEdges(nodes, edges, ordered, match)],
  };
}

const follows = (match, from, to) =>
  match.has(from) && match.has(to) && comesBefore(match.get(from), match.get(to));

/** An edge back to a step before it is a loop there; here a loop is a node. */
function goesBack(edges, from, to) {
  const seen = new Set([to]);
  for (const id of seen) for (const [source, target] of edges) if (source === id) seen.add(target);
  return to <= from && seen.has(from);
}

/** Each expected node with the planned one most like it, the surest pairs first; no node is taken twice. */
function matchNodes(nodes, planned) {
  const pairs = nodes.flatMap((node, index) =>
    planned.map((place) => ({ index, place, likeness: likeness(node, place.node) })),
  );
  const match = new Map();
  const taken = new Set();
  for (const { index, place } of pairs
    .filter(({ likeness: value }) => value >= LIKE_ENOUGH)
    .sort((a, b) => b.likeness - a.likeness)) {
    if (match.has(index) || taken.has(place)) continue;
    match.set(index, place);
    taken.add(place);
  }
  return match;
}

/** From 0 to 1. Where types are expected, one of them is a must, and already half of it. */
function likeness({ says, types }, node) {
  if (types && !types.includes(node.type)) return 0;
  const wanted = wordsOf(says);
  const said = new Set(wordsOf(textOf(node)));
  const common = wanted.filter((word) => said.has(word)).length / Math.max(wanted.length, 1);
  return types ? (1 + common) / 2 : common;
}

const wordsOf = (text) => [
  ...new Set(
    (
      text
        .replaceAll(/([a-z])([A-Z])/g, '$1 $2')
        .toLowerCase()
        .match(/[\p{L}\p{N}]{2,}/gu) ?? []
    )
      .filter((word) => !SMALL_WORDS.has(word))
      .map(stem),
  ),
];
const stem = (word) => (word.length > 4 ? word.replace(/(?:ing|ed|es|s|e)$/, '') : word.replace(/s$/, ''));

const missedNodes = (nodes, match) =>
  nodes.flatMap(({ says, types }, index) =>
    match.has(index) ? [] : [{ expected: `${types?.join(' or ') ?? 'a node'} like "${says}"`, seen: 'none' }],
  );

const missedEdges = (nodes, edges, ordered, match) =>
  edges
    .filter((edge) => !ordered.includes(edge) && edge.every((end) => match.has(end)))
    .map(([from, to]) => ({
      expected: `"${nodes[from].says}" before "${nodes[to].says}"`,
      seen: 'no such order',
    }));
