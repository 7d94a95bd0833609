import { isJsonObject, type Json, type JsonObject } from '@aiwf/definition';

/** The object that a value is, or that each entry of a list is, if its fields are known. */
function recordIn(schema: JsonObject): JsonObject | undefined {
  const inner = schema.type === 'array' && isJsonObject(schema.items) ? schema.items : schema;
  return isJsonObject(inner.properties) ? inner : undefined;
}

const shown = (value: Json | undefined): string =>
  typeof value === 'string' ? value : JSON.stringify(value ?? '');

function range({ minimum, maximum }: JsonObject): string {
  return minimum === undefined ? '' : ` ${shown(minimum)}..${shown(maximum)}`;
}

/** The type of a value in a few letters, such as `integer 1..200` or `"fail" | "ask"`. */
export function typeText(schema: JsonObject): string {
  const { type, enum: values, const: only, items, anyOf, description } = schema;
  if (Array.isArray(values)) return values.map((value) => JSON.stringify(value)).join(' | ');
  if (only !== undefined) return JSON.stringify(only);
  if (Array.isArray(anyOf)) return anyOf.filter(isJsonObject).map(typeText).join(' | ');
  if (Array.isArray(type)) return type.map(shown).join(' | ');
  if (type === 'array') return isJsonObject(items) ? `list of ${typeText(items)}` : 'list';
  if (type === 'string') return shown(description).endsWith('A template.') ? 'template' : 'text';
  if (type === undefined) return 'any';
  return `${shown(type)}${range(schema)}`;
}

/** Fields whose own fields are told once, for the whole language. */
const TOLD_ELSEWHERE: ReadonlySet<string> = new Set(['edges', 'limits']);

/** One line a field, `name?: type; what it is`, those of inner objects indented below. */
export function fieldLines(schema: JsonObject, indent = ''): string[] {
  const { properties, required } = schema;
  if (!isJsonObject(properties)) return [];
  const needed: readonly Json[] = Array.isArray(required) ? required : [];
  return Object.entries(properties).flatMap(([name, field]) => {
    if (!isJsonObject(field)) return [];
    const about =
      typeof field.description === 'string' ? field.description.replace(/ ?A template\.$/, '') : '';
    const mark = needed.includes(name) ? '' : '?';
    const inner = TOLD_ELSEWHERE.has(name) ? undefined : recordIn(field);
    const line = `${indent}${name}${mark}: ${typeText(field)}${about === '' ? '' : `; ${about}`}`;
    return [line, ...(inner ? fieldLines(inner, `${indent}  `) : [])];
  });
}
