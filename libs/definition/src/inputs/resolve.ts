import { Validator, type OutputUnit } from '@cfworker/json-schema';
import { isJsonObject, ownValue } from '../json/guards';
import { pointerTo } from '../json/pointer';
import { suggestion } from '../json/suggest';
import type { Json, JsonObject } from '../types';
import { checkJson } from '../validation/json-check';
import { ProblemList, type Problem } from '../validation/problem';
import { checkInputsSchema } from './schema-subset';

/** What {@link resolveInputs} answers. */
export type ResolvedInputs = { ok: true; values: JsonObject } | { ok: false; problems: Problem[] };

/** Keywords whose errors only say that something below failed, which is reported itself. */
const CONTAINERS = ['properties', 'items', 'additionalProperties'];

/**
 * Makes the inputs of a run: defaults fill what is not given, at any depth, then all is checked against the schema.
 * Names that the schema doesn't declare are refused unless it says `additionalProperties`. No schema means no inputs.
 *
 * @param given - What the caller sent; `undefined` and `null` count as `{}`.
 */
export function resolveInputs(schema: JsonObject | undefined, given: unknown): ResolvedInputs {
  const problems = new ProblemList();
  const values = given ?? {};
  const declared: JsonObject = schema ?? { type: 'object' };
  if (checkJson(declared, problems) && checkJson(values, problems)) {
    checkInputsSchema(declared, '', problems);
    if (isJsonObject(values)) checkNames(declared, values, problems);
    else problems.add('wrong_type', '', 'The inputs are not an object.', 'Give an object of named values.');
  }
  if (problems.items.length > 0 || !isJsonObject(values)) return { ok: false, problems: problems.items };
  const filled = withDefaults(declared, values);
  const { errors } = new Validator(declared, '2020-12', false).validate(filled);
  for (const error of errors) report(error, problems);
  if (problems.items.length > 0) return { ok: false, problems: problems.items };
  return { ok: true, values: isJsonObject(filled) ? filled : {} };
}

function checkNames(schema: JsonObject, values: JsonObject, problems: ProblemList): void {
  if (schema.additionalProperties !== undefined && schema.additionalProperties !== false) return;
  const names = isJsonObject(schema.properties) ? Object.keys(schema.properties) : [];
  for (const name of Object.keys(values)) {
    if (names.includes(name)) continue;
    const message = `The workflow has no input "${name.slice(0, 60)}".`;
    problems.add('unknown_input', pointerTo('', name), message, suggestion(name, names));
  }
}

/** A copy, all the way down, of `value` with the defaults of what is missing. Recursion is bounded: both depths were checked. */
function withDefaults(described: Json | undefined, value: Json): Json {
  const schema = isJsonObject(described) ? described : {};
  if (Array.isArray(value)) return value.map((item) => withDefaults(schema.items, item));
  if (!isJsonObject(value)) return value;
  const properties = isJsonObject(schema.properties) ? schema.properties : {};
  const filled: JsonObject = {};
  for (const [key, item] of Object.entries(value)) {
    filled[key] = withDefaults(ownValue(properties, key) ?? schema.additionalProperties, item);
  }
  for (const [key, property] of Object.entries(properties)) {
    if (Object.hasOwn(filled, key) || !isJsonObject(property) || property.default === undefined) continue;
    filled[key] = withDefaults(property, property.default);
  }
  return filled;
}

function report(error: OutputUnit, problems: ProblemList): void {
  if (CONTAINERS.includes(error.keyword)) return;
  const path = error.instanceLocation.replace(/^#/, '');
  if (error.keyword === 'false')
    problems.add('unknown_input', path, 'The schema declares no such field.', 'Remove it.');
  else
    problems.add(
      'invalid_input',
      path,
      error.error,
      HINTS[error.keyword] ?? 'Make it fit the schema of the inputs.',
    );
}

const HINTS: { readonly [keyword: string]: string } = {
  required: 'Give a value for it.',
  type: 'Give a value of that type.',
  enum: 'Use one of the values listed.',
  minLength: 'Make the text longer.',
  maxLength: 'Make the text shorter.',
  minimum: 'Use a larger number.',
  maximum: 'Use a smaller number.',
  minItems: 'Give more entries.',
  maxItems: 'Give fewer entries.',
};
