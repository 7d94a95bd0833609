import { isJsonObject, jsonTypeName, ownValue } from '../json/guards';
import { pointerTo } from '../json/pointer';
import { suggestion } from '../json/suggest';
import { codePointLength } from '../json/text';
import { DEFINITION_SHAPE, NODE_SHAPES } from '../schema/definition-shape';
import { NAME_PATTERN } from '../schema/id';
import type { Shape } from '../schema/shape';
import type { ProblemList } from './problem';

/**
 * Checks `value` against a shape and reports each difference. Shapes hold themselves again, so recursion goes as deep
 * as the value, whose depth was checked.
 *
 * @returns whether it fits.
 */
export function checkShape(value: unknown, shape: Shape, path: string, problems: ProblemList): boolean {
  if (problems.full) return false;
  if (shape.$ref === '#') return checkShape(value, DEFINITION_SHAPE, path, problems);
  if (shape.$ref !== undefined) return checkNodeShape(value, path, problems);
  if (shape.anyOf !== undefined) return checkAlternatives(value, shape, shape.anyOf, path, problems);
  if (shape.type !== undefined && !hasType(value, shape.type)) {
    const needed =
      shape.type === 'integer'
        ? 'a whole number'
        : `${/^[aeiou]/.test(shape.type) ? 'an' : 'a'} ${shape.type}`;
    problems.add(
      'wrong_type',
      path,
      `This is ${jsonTypeName(value)}, not ${needed}.`,
      `Give ${needed}.${about(shape)}`,
    );
    return false;
  }
  const allowed = shape.const === undefined ? shape.enum : [shape.const];
  if (allowed !== undefined && !allowed.some((option) => option === value)) {
    const options = allowed.map((option) => JSON.stringify(option)).join(', ');
    problems.add('not_allowed', path, 'This value is not allowed here.', `Use ${options}.`);
    return false;
  }
  if (typeof value === 'string') return checkText(value, shape, path, problems);
  if (typeof value === 'number') return checkNumber(value, shape, path, problems);
  if (Array.isArray(value)) return checkList(value, shape, path, problems);
  if (isJsonObject(value)) return checkRecord(value, shape, path, problems);
  return true;
}

/** A node's shape hangs on its type. */
function checkNodeShape(node: unknown, path: string, problems: ProblemList): boolean {
  if (!isJsonObject(node)) return checkShape(node, { type: 'object' }, path, problems);
  const types = Object.keys(NODE_SHAPES);
  const { type } = node;
  if (type === undefined) {
    problems.add('missing_field', path, '"type" is missing.', `Add "type": ${types.join(', ')}.`);
    return false;
  }
  const shapes: { readonly [type: string]: Shape } = NODE_SHAPES;
  const shape = typeof type === 'string' ? ownValue(shapes, type) : undefined;
  if (shape !== undefined) return checkShape(node, shape, path, problems);
  const hint = suggestion(typeof type === 'string' ? type : '', types);
  const message = `There is no node type ${JSON.stringify(type).slice(0, 60)}.`;
  problems.add('unknown_node_type', pointerTo(path, 'type'), message, hint);
  return false;
}

/** The alternatives differ by type, so the value's own tells which one was meant. */
function checkAlternatives(
  value: unknown,
  shape: Shape,
  alternatives: readonly Shape[],
  path: string,
  problems: ProblemList,
): boolean {
  const meant = alternatives.find(({ type }) => type === undefined || hasType(value, type));
  if (meant !== undefined) return checkShape(value, meant, path, problems);
  const types = alternatives.map(({ type }) => type).join(' or ');
  problems.add('wrong_type', path, `This is ${jsonTypeName(value)}.`, `Give ${types}.${about(shape)}`);
  return false;
}

function hasType(value: unknown, type: NonNullable<Shape['type']>): boolean {
  if (type === 'integer') return Number.isInteger(value);
  return jsonTypeName(value) === type;
}

function checkText(value: string, shape: Shape, path: string, problems: ProblemList): boolean {
  const length = codePointLength(value);
  if (length < (shape.minLength ?? 0)) {
    problems.add('too_short', path, 'This text is empty.', `Write something.${about(shape)}`);
    return false;
  }
  if (shape.maxLength !== undefined && length > shape.maxLength) {
    problems.add('too_long', path, `This text has ${length} characters.`, `Keep it to ${shape.maxLength}.`);
    return false;
  }
  if (shape.pattern === undefined || new RegExp(shape.pattern, 'u').test(value)) return true;
  if (shape.pattern === NAME_PATTERN) {
    problems.add(
      'bad_id',
      path,
      `${shown(value)} cannot be an id or a name here.`,
      'Use letters, digits and _, not a digit first, at most 64, and not in, true, false, null or constructor.',
    );
  } else {
    problems.add(
      'bad_format',
      path,
      `${shown(value)} has not the form it needs.`,
      `It must match ${shape.pattern}.`,
    );
  }
  return false;
}

function checkNumber(value: number, shape: Shape, path: string, problems: ProblemList): boolean {
  const low = shape.minimum ?? -Infinity;
  const high = shape.maximum ?? Infinity;
  if (value >= low && value <= high) return true;
  problems.add('out_of_range', path, `${value} is out of range.`, `Use ${low} to ${high}.`);
  return false;
}

function checkList(value: readonly unknown[], shape: Shape, path: string, problems: ProblemList): boolean {
  if (value.length < (shape.minItems ?? 0)) {
    problems.add('too_short', path, 'This list is empty.', `Give at least ${shape.minItems}.${about(shape)}`);
    return false;
  }
  if (shape.maxItems !== undefined && value.length > shape.maxItems) {
    problems.add('too_long', path, `This list has ${value.length} entries.`, `Keep it to ${shape.maxItems}.`);
    return false;
  }
  const { items } = shape;
  if (items === undefined) return true;
  return allOf(value, (item, index) => checkShape(item, items, pointerTo(path, index), problems));
}

function checkRecord(
  value: { [key: string]: unknown },
  shape: Shape,
  path: string,
  problems: ProblemList,
): boolean {
  const properties = shape.properties ?? {};
  const keys = Object.keys(value);
  let fits = true;
  for (const field of shape.required ?? []) {
    if (Object.hasOwn(value, field)) continue;
    problems.add(
      'missing_field',
      path,
      `"${field}" is missing.`,
      `Add "${field}".${about(ownValue(properties, field))}`,
    );
    fits = false;
  }
  if (shape.maxProperties !== undefined && keys.length > shape.maxProperties) {
    problems.add(
      'too_long',
      path,
      `This object has ${keys.length} entries.`,
      `Keep it to ${shape.maxProperties}.`,
    );
    return false;
  }
  const others = shape.additionalProperties;
  const isKnown = (key: string): boolean => Object.hasOwn(properties, key);
  // Names before contents, so that a misspelt field is told before what is wrong inside others.
  const namesFit = allOf(keys, (key) => {
    if (isKnown(key)) return true;
    const at = pointerTo(path, key);
    if (shape.propertyNames !== undefined && !checkShape(key, shape.propertyNames, at, problems))
      return false;
    if (others !== false) return others === undefined || checkShape(value[key], others, at, problems);
    problems.add(
      'unknown_field',
      at,
      `${shown(key)} is not a field here.`,
      `Remove or rename it. ${suggestion(key, Object.keys(properties))}`,
    );
    return false;
  });
  const keysFit = allOf(keys.filter(isKnown), (key) => {
    const known = ownValue(properties, key);
    return known === undefined || checkShape(value[key], known, pointerTo(path, key), problems);
  });
  return checkChoice(value, shape, path, problems) && namesFit && keysFit && fits;
}

function checkChoice(
  value: { [key: string]: unknown },
  shape: Shape,
  path: string,
  problems: ProblemList,
): boolean {
  if (shape.oneOf === undefined) return true;
  const given = shape.oneOf.filter((group) => group.required.every((field) => Object.hasOwn(value, field)));
  if (given.length === 1) return true;
  const fields = shape.oneOf.map((group) => `"${group.required.join('", "')}"`).join(' and ');
  problems.add(
    given.length === 0 ? 'missing_field' : 'not_allowed',
    path,
    `${given.length === 0 ? 'None' : 'More than one'} of ${fields} is given.`,
    `Give exactly one of ${fields}.`,
  );
  return false;
}

/** `every` without stopping at the first failure, so that each is reported. */
function allOf<T>(values: readonly T[], check: (value: T, index: number) => boolean): boolean {
  return values.map((value, index) => check(value, index)).every(Boolean);
}

function about(shape: Shape | undefined): string {
  return shape?.description === undefined ? '' : ` ${shape.description}`;
}

/** A sender's text as it may stand in a message: quoted and short. */
function shown(value: string): string {
  return JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}…` : value);
}
