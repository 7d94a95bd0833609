/** Checks of what is sent or changed outside, and of what was invented. */
import { effectsOf, isIrreversible } from '../effects.mjs';
import { nodesOf, ownPart, textOf } from '../graph.mjs';
import { describeMatcher, describeNodes, fits } from '../matcher.mjs';

/** `{ "sends": M }`: a node that fits sends or changes something outside. */
export function sends({ sends: matcher }, { definition }) {
  const effects = effectsOf(definition);
  if (effects.some(({ node }) => fits(node, matcher))) return undefined;
  return { expected: `a ${describeMatcher({ ...matcher, acts: true })}`, seen: effects.map(({ node }) => `"${node.id}" to ${node.config.url}`).join(', ') || `nothing is sent by ${describeNodes(definition)}` };
}

/** `{ "sends_nothing": true }`: nothing is sent or changed outside. */
export function sendsNothing(_check, { definition }) {
  const [effect] = effectsOf(definition);
  return effect && { expected: 'nothing is sent', seen: `"${effect.node.id}" acts outside: ${effect.node.config.url ?? 'by a tool'}` };
}

/** `{ "effects_approved": true }`: nothing irreversible happens before a person has said yes, on any way. */
export function effectsApproved(_check, { definition }) {
  const free = effectsOf(definition).find(({ node, isApproved }) => isIrreversible(node) && !isApproved);
  return free && { expected: `an approval on every way to "${free.node.id}"`, seen: 'a way without one' };
}

/** `{ "uses": "https://…" }`: the literal stands in a node as it was given. */
export function uses({ uses: literal }, { definition }) {
  const found = nodesOf(definition).some(({ node }) => textOf(node).toLowerCase().includes(String(literal).toLowerCase()));
  return found ? undefined : { expected: `"${literal}" in a node`, seen: 'it is nowhere' };
}

/** `{ "nothing_says": "regex" }`: nothing in any node or default fits. */
export function nothingSays({ nothing_says: source }, { definition }) {
  const { description, name, ...rest } = definition;
  const found = new RegExp(source, 'i').exec(JSON.stringify(rest));
  return found && { expected: `nothing says /${source}/`, seen: found[0] };
}

const ADDRESS = /https?:\/\/[^\s"'<>`{}|\\^]+|[\w.+-]{1,64}@[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,4}/gi;
const host = (address) => address.toLowerCase().replace(/^https?:\/\/(?:www\.)?/, '').split(/[/?#]/)[0].replace(/[.,;:)\\]+$/, '');

/** `{ "nothing_invented": true }`: every address in a node, or held by an input, comes from the prompt. */
export function nothingInvented(_check, { definition, prompt }) {
  const defaults = Object.values(definition.inputs?.properties ?? {})
    .map((schema) => schema?.default)
    .filter((value) => value !== undefined && !/^"?(?:sample|example)\b/i.test(JSON.stringify(value)));
  const texts = [...nodesOf(definition).map(({ node }) => JSON.stringify(ownPart(node))), JSON.stringify(defaults)];
  const invented = texts.flatMap((text) => text.match(ADDRESS) ?? []).find((address) => !prompt.toLowerCase().includes(host(address)));
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
