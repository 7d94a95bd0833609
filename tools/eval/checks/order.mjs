/** Checks of what follows what, what runs side by side and what only in some case. */
import { after, comesBefore, graphsOf, placeIn } from '../graph.mjs';
import { describeMatcher, describeNodes, findAll } from '../matcher.mjs';
import { comesOut, flowsTo } from '../references.mjs';
import { areAlternatives, isConditional, waysAfter } from '../ways.mjs';

/** `{ "order": [M, M, …] }`: nodes that fit, each of which can only start after the one before it. */
export function order({ order: matchers }, { definition }) {
  let reached = findAll(definition, matchers[0]);
  if (reached.length === 0) return missing(matchers[0], definition);
  for (const matcher of matchers.slice(1)) {
    const next = findAll(definition, matcher);
    if (next.length === 0) return missing(matcher, definition);
    const following = next.filter((place) => reached.some((each) => comesBefore(each, place)));
    if (following.length === 0)
      return {
        expected: matchers.map(describeMatcher).join(', then '),
        seen: `no ${describeMatcher(matcher)} after ${reached.map(({ node }) => node.id).join(', ')}`,
      };
    reached = following;
  }
  return undefined;
}

/** `{ "always_after": [M, M] }`: on every way to a node that fits the second, one that fits the first has run. */
export function alwaysAfter({ always_after: [first, second] }, { definition }) {
  const targets = findAll(definition, second);
  if (targets.length === 0) return missing(second, definition);
  const firsts = findAll(definition, first);
  const open = targets.find(
    (target) => !firsts.some((each) => comesBefore(each, target)) || goesRound(firsts, target),
  );
  return (
    open && {
      expected: `${describeMatcher(first)} before every ${describeMatcher(second)}`,
      seen: `a way to "${open.node.id}" without it`,
    }
  );
}

/** Whether a node can be reached from a start without passing any of some others. */
function goesRound(firsts, target) {
  const { graph, node } = target;
  const barred = new Set(firsts.map((place) => placeIn(graph, place)).filter(Boolean));
  if (firsts.some((each) => graph.holder && comesBefore(each, graph.holder))) return false;
  const starts = graph.nodes
    .filter(({ id }) => !graph.edges.some((edge) => edge.target === id))
    .map(({ id }) => id);
  const open = starts.filter((id) => !barred.has(id));
  const seen = new Set(open);
  for (const id of seen)
    for (const edge of graph.edges) if (edge.source === id && !barred.has(edge.target)) seen.add(edge.target);
  return seen.has(node.id);
}

/** `{ "side_by_side": [M, M] }`: nodes that fit, neither of which waits for the other, both of which run in one case. */
export function sideBySide({ side_by_side: matchers }, { definition }) {
  const groups = matchers.map((matcher) => findAll(definition, matcher));
  const empty = groups.findIndex((group) => group.length === 0);
  if (empty !== -1) return missing(matchers[empty], definition);
  const isFree = (some, other) =>
    some.node !== other.node &&
    !comesBefore(some, other) &&
    !comesBefore(other, some) &&
    !areAlternatives(some, other);
  const [first, ...rest] = groups;
  const found = first.some((place) => rest.every((group) => group.some((other) => isFree(place, other))));
  return found
    ? undefined
    : {
        expected: `${matchers.map(describeMatcher).join(' and ')} side by side`,
        seen: 'they wait for each other, or are alternatives',
      };
}

/** `{ "joined": [M, M] }`: what these nodes give comes together: in one node that reads both, or both in the output. */
export function joined({ joined: matchers }, { definition }) {
  const groups = matchers.map((matcher) => findAll(definition, matcher));
  const empty = groups.findIndex((group) => group.length === 0);
  if (empty !== -1) return missing(matchers[empty], definition);
  const meets = findAll(definition, {}).some((place) =>
    groups.every((group) =>
      group.some((each) => each.node !== place.node && flowsTo(definition, each, place)),
    ),
  );
  const leaves = groups.every((group) => group.some((each) => comesOut(definition, each)));
  return meets || leaves
    ? undefined
    : {
        expected: `${matchers.map(describeMatcher).join(' and ')} brought together`,
        seen: 'nothing reads them all, and not all come out',
      };
}

/** `{ "either": [M, M] }`: alternatives: nodes that fit lie on different ways of one decision. */
export function either({ either: [some, other] }, { definition }) {
  const [left, right] = [some, other].map((matcher) => findAll(definition, matcher));
  if (left.length === 0) return missing(some, definition);
  if (right.length === 0) return missing(other, definition);
  const found = left.some((each) => right.some((opposite) => areAlternatives(each, opposite)));
  return found
    ? undefined
    : {
        expected: `either ${describeMatcher(some)} or ${describeMatcher(other)}`,
        seen: 'both can run in one run',
      };
}

/** `{ "only_sometimes": M }`: every node that fits hangs on a decision. */
export function onlySometimes({ only_sometimes: matcher }, { definition }) {
  const found = findAll(definition, matcher);
  if (found.length === 0) return missing(matcher, definition);
  const free = found.find((place) => !isConditional(place));
  return (
    free && {
      expected: `${describeMatcher(matcher)} in some cases only`,
      seen: `"${free.node.id}" always runs`,
    }
  );
}

/** `{ "always": M }`: a node that fits runs whichever way every decision goes. */
export function always({ always: matcher }, { definition }) {
  const found = findAll(definition, matcher);
  if (found.length === 0) return missing(matcher, definition);
  return found.some((place) => !isConditional(place))
    ? undefined
    : { expected: `${describeMatcher(matcher)} in every run`, seen: 'only in some cases' };
}

/** `{ "ways": { "at": M, "min": 3 } }`: a decision that fits has at least so many ways that lead to nodes of their own. */
export function ways({ ways: { at = {}, min = 2 } }, { definition }) {
  const counts = findAll(definition, at).map(
    ({ node: { id }, graph }) => waysAfter(graph, id).filter(({ reached }) => reached.size > 0).length,
  );
  const most = Math.max(0, ...counts);
  return most >= min ? undefined : { expected: `a decision with ${min} ways`, seen: `at most ${most}` };
}

/** `{ "branches_complete": true }`: each condition has an edge for each of its branches and for its default. */
export function branchesComplete(_check, { definition }) {
  for (const graph of graphsOf(definition)) {
    for (const { id, type, config } of graph.nodes) {
      const edges = graph.edges.filter(({ source }) => source === id);
      if (type !== 'condition' || edges.every(({ branch, when }) => (branch ?? when) === undefined)) continue;
      const names = [
        ...config.branches.map(({ name }) => name),
        ...(config.default === undefined ? [] : [config.default]),
      ];
      const open = names.find(
        (name) =>
          !edges.some(({ branch, when }) => branch === name || (branch === undefined && when !== undefined)),
      );
      if (open !== undefined)
        return {
          expected: `an edge for the branch "${open}" of "${id}"`,
          seen: `edges to ${[...after(graph, id)].join(', ') || 'nothing'}`,
        };
    }
  }
  return undefined;
}

/** `{ "flow": [M, M] }`: what a node that fits the first gives reaches one that fits the second. */
export function flow({ flow: [source, target] }, { definition }) {
  const [sources, targets] = [source, target].map((matcher) => findAll(definition, matcher));
  if (sources.length === 0) return missing(source, definition);
  if (targets.length === 0) return missing(target, definition);
  const found = sources.some((each) => targets.some((other) => flowsTo(definition, each, other)));
  return found
    ? undefined
    : { expected: `${describeMatcher(target)} reads ${describeMatcher(source)}`, seen: 'no such reference' };
}

/** `{ "comes_out": M }`: what a node that fits gives is part of the output. */
export function comesOutOf({ comes_out: matcher }, { definition }) {
  const found = findAll(definition, matcher);
  if (found.length === 0) return missing(matcher, definition);
  return found.some((place) => comesOut(definition, place))
    ? undefined
    : {
        expected: `the result of ${describeMatcher(matcher)} in the output`,
        seen: JSON.stringify(definition.output ?? 'the last nodes'),
      };
}

function missing(matcher, definition) {
  return { expected: `a ${describeMatcher(matcher)}`, seen: describeNodes(definition) };
}
