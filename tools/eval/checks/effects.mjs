/** Checks of what is sent or changed outside, and of what was invented. */
import { approvedNodes, effectsOf, isIrreversible } from '../effects.mjs';
import { comesBefore, nodesOf, ownPart, textOf } from '../graph.mjs';
import { describeMatcher, describeNodes, findAll, fits } from '../matcher.mjs';
import { flowsTo } from '../references.mjs';

/** `{ "sends": M }`: a node that fits sends or changes something outside. */
export function sends({ sends: matcher }, { definition }) {
  const effects = effectsOf(definition);
  if (effects.some(({ node }) => fits(node, matcher))) return undefined;
  return {
    expected: `a ${describeMatcher({ ...matcher, acts: true })}`,
    seen:
      effects.map(({ node }) => `"${node.id}" to ${node.config.url}`).join(', ') ||
      `nothing is sent by ${describeNodes(definition)}`,
  };
}

/** `{ "sends_nothing": true }`: nothing is sent or changed outside. */
export function sendsNothing(_check, { definition }) {
  const [effect] = effectsOf(definition);
  return (
    effect && {
      expected: 'nothing is sent',
      seen: `"${effect.node.id}" acts outside: ${effect.node.config.url ?? 'by a tool'}`,
    }
  );
}

/** `{ "effects_approved": true }`: nothing irreversible happens before a person has said yes, on any way. */
export function effectsApproved(_check, { definition }) {
  const free = effectsOf(definition).find(({ node, isApproved }) => isIrreversible(node) && !isApproved);
  return free && { expected: `an approval on every way to "${free.node.id}"`, seen: 'a way without one' };
}

/** `{ "only_after_yes": M }`: nodes that fit run only after a person has said yes, on every way to them. */
export function onlyAfterYes({ only_after_yes: matcher }, { definition }) {
  const found = findAll(definition, matcher);
  if (found.length === 0)
    return { expected: `a ${describeMatcher(matcher)}`, seen: describeNodes(definition) };
  const approved = approvedNodes(definition);
  const free = found.find(({ node }) => !approved.has(node));
  return free && { expected: `a yes before "${free.node.id}"`, seen: 'a way to it without one' };
}

/** `{ "sent_as_shown": M }`: no model writes anew, after an approval, what a node that fits then sends. */
export function sentAsShown({ sent_as_shown: matcher }, { definition }) {
  const targets = findAll(definition, matcher);
  if (targets.length === 0)
    return { expected: `a ${describeMatcher(matcher)}`, seen: describeNodes(definition) };
  const approvals = findAll(definition, { type: 'approval' });
  const writers = findAll(definition, { type: ['agent', 'crew'] }).filter((writer) =>
    approvals.some((each) => comesBefore(each, writer)),
  );
  const shownAgain = (writer, target) =>
    approvals.some((each) => comesBefore(writer, each) && comesBefore(each, target));
  for (const target of targets) {
    const unseen = writers.find(
      (writer) => flowsTo(definition, writer, target) && !shownAgain(writer, target),
    );
    if (unseen)
      return {
        expected: `"${target.node.id}" sends what was approved`,
        seen: `"${unseen.node.id}" writes it after that`,
      };
  }
  return undefined;
}

/** `{ "uses": "https://…" }`: the literal stands in a node as it was given. */
export function uses({ uses: literal }, { definition }) {
  const found = nodesOf(definition).some(({ node }) =>
    textOf(node).toLowerCase().includes(String(literal).toLowerCase()),
  );
  return found ? undefined : { expected: `"${literal}" in a node`, seen: 'it is nowhere' };
}

/** `{ "nothing_says": "regex" }`: nothing in any node or default fits. */
export function nothingSays({ nothing_says: source }, { definition }) {
  const { description, name, ...rest } = definition;
  const found = new RegExp(source, 'i').exec(JSON.stringify(rest));
  return found ? { expected: `nothing says /${source}/`, seen: found[0] } : undefined;
}

const ADDRESS = /https?:\/\/[^\s"'<>`{}|\\^]+|[\w.+-]{1,64}@[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,4}/gi;
const host = (address) =>
  address
    .toLowerCase()
    .replace(/^https?:\/\/(?:www\.)?/, '')
    .split(/[/?#]/)[0]
    .replace(/[.,;:)\\]+$/, '');

/**
 * `{ "nothing_invented": true }`: every address in a node, or held by an input, comes from the prompt; samples, which say that they
 * are, may hold others.
 */
export function nothingInvented(_check, { definition, prompt }) {
  const defaults = Object.values(definition.inputs?.properties ?? {})
    .filter((schema) => !/\bsample\b/i.test(schema?.description ?? ''))
    .map((schema) => schema?.default ?? null);
  const texts = [
    ...nodesOf(definition).map(({ node }) => JSON.stringify(ownPart(node))),
    JSON.stringify(defaults),
  ];
  const invented = texts
    .flatMap((text) => text.match(ADDRESS) ?? [])
    .find((address) => !prompt.toLowerCase().includes(host(address)));
  return invented && { expected: 'only addresses of the prompt', seen: invented };
}

/** `{ "no_limits": true }`: no limit was set. */
export function noLimits(_check, { definition }) {
  const limited = definition.limits ?? nodesOf(definition).find(({ node }) => node.limits)?.node.limits;
  return limited && { expected: 'no limits', seen: JSON.stringify(limited) };
}

/** `{ "limit": "max_cost_usd", "is": 2 }`: the run is bounded so. */
export function limit({ limit: name, is }, { definition }) {
  const value = definition.limits?.[name];
  return value === is ? undefined : { expected: `${name} ${is}`, seen: String(value ?? 'no such limit') };
}
