import { isJsonObject, ownValue } from '../json/guards';
import { pointerTo } from '../json/pointer';
import type { Json, JsonObject } from '../types';
import { canonical } from './canonical';
import type { Patterns } from './patterns';
import { badPattern, checkSizes, type Report } from './scalar-rules';
import type { Work } from './work';

/** Judges a part of the value by a schema inside the schema. */
export type Apply = (schema: Json, value: Json, path: string) => void;

/** The entries of a list. */
export function checkItems(
  schema: JsonObject,
  list: readonly Json[],
  path: string,
  apply: Apply,
  work: Work,
  report: Report,
): void {
  const { items, prefixItems, uniqueItems } = schema;
  const first = Array.isArray(prefixItems) ? prefixItems : [];
  list.forEach((item, index) => {
    const own = first[index] ?? items;
    if (own !== undefined) apply(own, item, pointerTo(path, index));
  });
  if (uniqueItems !== true) return;
  const seen = new Set(list.map((item) => canonical(item, work)));
  if (seen.size < list.length) report('An entry is there twice, and each may be there once.');
}

/** The fields of an object. */
export function checkProperties(
  schema: JsonObject,
  object: JsonObject,
  path: string,
  apply: Apply,
  patterns: Patterns,
  report: Report,
): void {
  const { required, additionalProperties, propertyNames } = schema;
  const properties = isJsonObject(schema.properties) ? schema.properties : {};
  const byPattern = Object.entries(isJsonObject(schema.patternProperties) ? schema.patternProperties : {});
  for (const name of Array.isArray(required) ? required : []) {
    if (typeof name === 'string' && !Object.hasOwn(object, name)) report(`"${name}" is missing.`);
  }
  checkSizes(schema, Object.keys(object).length, 'minProperties', 'maxProperties', 'fields', report);
  for (const [key, value] of Object.entries(object)) {
    const at = pointerTo(path, key);
    const own = ownValue(properties, key);
    if (own !== undefined) apply(own, value, at);
    let known = own !== undefined;
    for (const [pattern, child] of byPattern) {
      const found = patterns.test(pattern, key);
      if (typeof found === 'object') report(badPattern(found.fault));
      if (found !== true) continue;
      known = true;
      apply(child, value, at);
    }
    if (propertyNames !== undefined) apply(propertyNames, key, at);
    if (!known && additionalProperties !== undefined) apply(additionalProperties, value, at);
  }
}
