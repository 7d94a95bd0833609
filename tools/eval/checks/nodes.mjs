/** Checks of what nodes there are. */
import { nodesOf, graphsOf, textOf } from '../graph.mjs';
import { describeMatcher, describeNodes, findAll, fits } from '../matcher.mjs';
import { liesOn, waysAfter } from '../ways.mjs';

/** `{ "node": M }`, `{ "node": M, "times": 2 }`: at least so many nodes fit, one where no number is given. */
export function node({ node: matcher, times = 1 }, { definition }) {
  const found = findAll(definition, matcher).length;
  if (found >= times) return undefined;
  const count = times === 1 ? 'a' : `${times}`;
  return {
    expected: `${count} ${describeMatcher(matcher)}`,
    seen: `${found} of ${describeNodes(definition)}`,
  };
}

/** `{ "no_node": M }`: no node fits. */
export function noNode({ no_node: matcher }, { definition }) {
  const [found] = findAll(definition, matcher);
  return (
    found && {
      expected: `no ${describeMatcher(matcher)}`,
      seen: `"${found.node.id}": ${excerpt(found.node)}`,
    }
  );
}

/** `{ "size": { "min": 2, "max": 8 } }`: how many nodes there are in all. */
export function size({ size: { min = 0, max = Infinity } }, { definition }) {
  const count = nodesOf(definition).length;
  return count >= min && count <= max ? undefined : { expected: `${min} to ${max} nodes`, seen: `${count}` };
}

/** `{ "map": M, "does": M }`: a map that fits, with a node that fits in its body. */
export function map(check, context) {
  return holder('map', check.map, check.does, context);
}

/** `{ "loop": M, "does": M, "rounds": 3 }`: a loop that fits, with a node that fits in its body, and at most so many rounds. */
export function loop(check, context) {
  const problem = holder('loop', check.loop, check.does, context);
  if (problem || check.rounds === undefined) return problem;
  const loops = findAll(context.definition, { ...check.loop, type: 'loop' }).map(
    (place) => place.node.config,
  );
  const rounds = loops.map(({ max_iterations: most = 10 }) => most);
  const counted = loops.some(({ until }) =>
    new RegExp(`index[^0-9]+${check.rounds - 1}\\b|index[^0-9]+${check.rounds}\\b`).test(until),
  );
  if (counted || rounds.includes(check.rounds)) return undefined;
  return { expected: `a loop of ${check.rounds} rounds at most`, seen: `${rounds.join(', ')} rounds` };
}

function holder(type, matcher, does, { definition }) {
  const holders = findAll(definition, { ...matcher, type });
  const holds = ({ node: { config } }) =>
    !does || graphsOf(config.body).some(({ nodes }) => nodes.some((each) => fits(each, does)));
  if (holders.some(holds)) return undefined;
  const body = does ? ` with a ${describeMatcher(does)} in it` : '';
  return { expected: `a ${describeMatcher({ ...matcher, type })}${body}`, seen: describeNodes(definition) };
}

/**
 * `{ "approval": M, "no_means": M, "approvers": ["ann"], "required": 2 }`: an approval that fits, asks these people, needs so many of
 * them, and has a way for "no" on which a node lies that fits.
 */
export function approval(
  { approval: matcher, no_means: rejected, approvers = [], required },
  { definition },
) {
  const all = findAll(definition, { ...matcher, type: 'approval' });
  if (all.length === 0)
    return {
      expected: `an ${describeMatcher({ ...matcher, type: 'approval' })}`,
      seen: describeNodes(definition),
    };
  const asks = ({ node: { config } }) =>
    approvers.every((who) => (config.approvers ?? []).includes(who)) &&
    (required === undefined || (config.required ?? 1) === required);
  const found = all.filter(asks);
  if (found.length === 0) {
    const wanted = [approvers.join(', '), required && `${required} of them needed`]
      .filter(Boolean)
      .join(', ');
    const seen = all.map(
      ({ node: { config } }) =>
        `${config.approvers?.join(', ') ?? 'the owner'}, ${config.required ?? 1} needed`,
    );
    return { expected: `an approval by ${wanted}`, seen: seen.join('; ') };
  }
  if (!rejected || found.some((place) => leadsTo(rejected, place, definition))) return undefined;
  return { expected: `a ${describeMatcher(rejected)} when it is not approved`, seen: 'no such way' };
}

function leadsTo(matcher, { node: { id }, graph }, definition) {
  const ways = waysAfter(graph, id).filter(({ name }) => name !== 'approved');
  return findAll(definition, matcher).some((place) => ways.some((way) => liesOn(way, graph, place)));
}

/** `{ "wait": { "seconds": 3600 } }`, `{ "wait": { "event": "signed" } }`, `{ "wait": { "until": "2030" } }`: a wait for just that. */
export function wait({ wait: { seconds, event, until } }, { definition }) {
  const waits = findAll(definition, { type: 'wait' }).map(({ node: { config } }) => config);
  const isMeant = (config) =>
    (seconds === undefined || Number(config.seconds) === seconds) &&
    (event === undefined || new RegExp(event, 'i').test(config.event ?? '')) &&
    (until === undefined || new RegExp(until, 'i').test(config.until ?? ''));
  if (waits.some(isMeant)) return undefined;
  const expected = seconds !== undefined ? `a wait of ${seconds} s` : `a wait for ${event ?? until}`;
  return { expected, seen: waits.length === 0 ? 'no wait' : JSON.stringify(waits) };
}

function excerpt(seen) {
  const text = textOf(seen).replace(/\s+/g, ' ');
  return text.length > 100 ? `${text.slice(0, 97)}...` : text;
}
