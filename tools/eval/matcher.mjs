/**
 * Which nodes a check is about: `{ type, says, not, method, url, tool, id }`, all of which a node has to fit. `type` may be
 * a list; `says` and `not` are regular expressions over all that the node says, in any case, or lists of them.
 */
import { nodesOf, textOf } from './graph.mjs';
import { acts } from './effects.mjs';

const FIELDS = ['type', 'says', 'not', 'method', 'url', 'tool', 'id', 'acts'];
const listOf = (value) => (value === undefined ? [] : [value].flat());
const pattern = (source) => new RegExp(source, 'i');

/** What is wrong with a matcher, or nothing. */
export function matcherProblem(matcher) {
  if (typeof matcher !== 'object' || matcher === null || Array.isArray(matcher))
    return 'a matcher is an object';
  const unknown = Object.keys(matcher).find((field) => !FIELDS.includes(field));
  if (unknown) return `a matcher has no field "${unknown}"; it has ${FIELDS.join(', ')}`;
  try {
    for (const source of [...listOf(matcher.says), ...listOf(matcher.not), ...listOf(matcher.url)])
      pattern(source);
  } catch (error) {
    return error.message;
  }
  return undefined;
}

/** Whether a node fits. */
export function fits(node, matcher) {
  const text = textOf(node);
  const { config = {} } = node;
  const tools = [...(config.tools ?? []), ...(config.agents ?? []).flatMap((agent) => agent.tools ?? [])];
  return (
    (matcher.type === undefined || listOf(matcher.type).includes(node.type)) &&
    (matcher.id === undefined || node.id === matcher.id) &&
    listOf(matcher.says).every((source) => pattern(source).test(text)) &&
    !listOf(matcher.not).some((source) => pattern(source).test(text)) &&
    (matcher.method === undefined || listOf(matcher.method).includes(config.method ?? 'GET')) &&
    listOf(matcher.url).every((source) => pattern(source).test(config.url ?? '')) &&
    (matcher.tool === undefined || tools.some((tool) => pattern(matcher.tool).test(tool))) &&
    (matcher.acts === undefined || acts(node) === matcher.acts)
  );
}

/** The nodes of a definition that fit, with the graphs that they stand in. */
export function findAll(definition, matcher) {
  return nodesOf(definition).filter(({ node }) => fits(node, matcher));
}

/** A matcher in words, for what was expected. */
export function describeMatcher({ type, says, not, method, url, tool, id, acts: does }) {
  const parts = [
    type ? listOf(type).join(' or ') : 'node',
    id && `"${id}"`,
    method && `with method ${listOf(method).join(' or ')}`,
    url && `at ${listOf(url).join(' and ')}`,
    tool && `with a tool like ${tool}`,
    does !== undefined && (does ? 'that sends or changes something' : 'that only reads'),
    says &&
      `that says ${listOf(says)
        .map((source) => `/${source}/`)
        .join(' and ')}`,
    not &&
      `but not ${listOf(not)
        .map((source) => `/${source}/`)
        .join(' nor ')}`,
  ];
  return parts.filter(Boolean).join(' ');
}

/** What nodes there are, for what was seen. */
export function describeNodes(definition) {
  return nodesOf(definition)
    .map(({ node }) => `${node.id} (${node.type})`)
    .join(', ');
}
