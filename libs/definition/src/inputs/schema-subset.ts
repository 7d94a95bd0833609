import { Validator } from '@cfworker/json-schema';
import { isJsonObject, ownValue } from '../json/guards';
import { pointerTo } from '../json/pointer';
import { suggestion } from '../json/suggest';
import { NAME_PATTERN } from '../schema/id';
import type { Json, JsonObject } from '../types';
import type { ProblemList } from '../validation/problem';

const TYPES = ['string', 'number', 'integer', 'boolean', 'array', 'object', 'null'];
const LENGTHS = ['minLength', 'maxLength', 'minItems', 'maxItems'];
const BOUNDS = ['minimum', 'maximum'];
const ANNOTATIONS = ['description', 'title'];
const KEYWORDS = [
  'type',
  'properties',
  'required',
  'default',
  'enum',
  'items',
  'examples',
  'additionalProperties',
  ...ANNOTATIONS,
  ...LENGTHS,
  ...BOUNDS,
];

const WHY_NOT: { readonly [keyword: string]: string } = {
  pattern: 'Regular expressions are left out, since one can run for ever; use enum, minLength or maxLength.',
  $ref: 'References are left out; write the schema out where it is used.',
};

/**
 * Checks that an `inputs` schema stays in the supported subset of JSON Schema and that its defaults fit it. The
 * schema's depth must be bounded.
 */
export function checkInputsSchema(schema: JsonObject, path: string, problems: ProblemList): void {
  if (schema.type !== 'object') {
    problems.add(
      'unsupported_schema',
      pointerTo(path, 'type'),
      'The inputs are described by a schema of type "object".',
      'Write {"type": "object", "properties": {"name": {"type": "string"}}}.',
    );
    return;
  }
  for (const name of Object.keys(isJsonObject(schema.properties) ? schema.properties : {})) {
    if (new RegExp(NAME_PATTERN, 'u').test(name)) continue;
    problems.add(
      'bad_id',
      pointerTo(pointerTo(path, 'properties'), name),
      `"${name.slice(0, 60)}" cannot be the name of an input.`,
      'Use letters, digits and _, not a digit first, at most 64, so that inputs.<name> can be written.',
    );
  }
  checkRequired(schema, path, problems);
  checkSchema(schema, path, problems);
}

/** A required name that no one may give would make every run fail. */
function checkRequired(schema: JsonObject, path: string, problems: ProblemList): void {
  const { properties, required, additionalProperties = false } = schema;
  if (!Array.isArray(required) || additionalProperties !== false) return;
  const names = isJsonObject(properties) ? Object.keys(properties) : [];
  required.forEach((name, index) => {
    if (typeof name !== 'string' || names.includes(name)) return;
    const at = pointerTo(pointerTo(path, 'required'), index);
    problems.add(
      'unsupported_schema',
      at,
      `"${name.slice(0, 60)}" is required but not declared.`,
      suggestion(name, names),
    );
  });
}

function checkSchema(schema: Json, path: string, problems: ProblemList): void {
  if (!isJsonObject(schema)) {
    problems.add(
      'unsupported_schema',
      path,
      'A schema is an object here.',
      'Write {"type": "string"}, for example.',
    );
    return;
  }
  const before = problems.items.length;
  for (const [keyword, value] of Object.entries(schema))
    checkKeyword(keyword, value, pointerTo(path, keyword), problems);
  // A default is judged by its schema only once that is known to be one.
  if (schema.default !== undefined && problems.items.length === before) {
    const { valid } = new Validator(schema, '2020-12').validate(schema.default);
    if (!valid) {
      const message = 'The default does not fit its own schema.';
      problems.add(
        'invalid_default',
        pointerTo(path, 'default'),
        message,
        'Change the default or the schema.',
      );
    }
  }
}

function checkKeyword(keyword: string, value: Json, path: string, problems: ProblemList): void {
  if (!KEYWORDS.includes(keyword)) {
    const why = ownValue(WHY_NOT, keyword) ?? `Remove it. ${suggestion(keyword, KEYWORDS)}`;
    problems.add('unsupported_schema', path, `"${keyword.slice(0, 60)}" is not supported here.`, why);
    return;
  }
  const need = (fits: boolean, what: string): void => {
    if (!fits) problems.add('unsupported_schema', path, `"${keyword}" must be ${what}.`, `Give ${what}.`);
  };
  if (keyword === 'type') {
    const types = Array.isArray(value) ? value : [value];
    need(
      types.length > 0 &&
        new Set(types).size === types.length &&
        types.every((type) => TYPES.some((t) => t === type)),
      `one or several of ${TYPES.join(', ')}`,
    );
  } else if (keyword === 'properties') {
    need(isJsonObject(value), 'an object of schemas');
    for (const [name, child] of Object.entries(isJsonObject(value) ? value : {})) {
      checkSchema(child, pointerTo(path, name), problems);
    }
  } else if (keyword === 'items') checkSchema(value, path, problems);
  else if (keyword === 'additionalProperties') {
    if (typeof value !== 'boolean') checkSchema(value, path, problems);
  } else if (keyword === 'required') {
    need(Array.isArray(value) && value.every((name) => typeof name === 'string'), 'a list of names');
  } else if (keyword === 'enum') need(Array.isArray(value) && value.length > 0, 'a list of values');
  else if (keyword === 'examples') need(Array.isArray(value), 'a list of values');
  else if (LENGTHS.includes(keyword))
    need(Number.isInteger(value) && Number(value) >= 0, 'a whole number from 0');
  else if (BOUNDS.includes(keyword)) need(typeof value === 'number', 'a number');
  else if (ANNOTATIONS.includes(keyword)) need(typeof value === 'string', 'text');
}
