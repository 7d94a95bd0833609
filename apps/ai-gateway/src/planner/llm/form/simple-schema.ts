import { isJsonObject, type JsonObject } from '@aiwf/definition';

/** Any JSON value, with its types named: not every provider takes a schema that says nothing. */
const ANYTHING: JsonObject = {
  anyOf: ['string', 'number', 'boolean', 'object'].map((type): JsonObject => ({ type })),
};

/**
 * A schema of the language in the small part of JSON Schema that the providers' schema modes have in common: types,
 * properties, enum, items and anyOf. No references, `const` or bounds; what it no longer says, the validator decides.
 *
 * @param nodes What stands for `#/$defs/node`.
 */
export function simpleSchema(schema: JsonObject, nodes: JsonObject): JsonObject {
  const simple = (part: JsonObject): JsonObject => {
    if (part.$ref !== undefined) return nodes;
    const { type, enum: values, const: only, properties, required, items, anyOf } = part;
    if (Array.isArray(anyOf)) return { anyOf: anyOf.filter(isJsonObject).map(simple) };
    if (type === 'object') {
      if (!isJsonObject(properties)) return { type };
      const fields = Object.entries(properties).filter((entry): entry is [string, JsonObject] =>
        isJsonObject(entry[1]),
      );
      return {
        type,
        properties: Object.fromEntries(fields.map(([name, field]) => [name, simple(field)])),
        ...(Array.isArray(required) && required.length > 0 && { required }),
        additionalProperties: false,
      };
    }
    if (type === 'array') return { type, items: isJsonObject(items) ? simple(items) : ANYTHING };
    if (type === undefined) return ANYTHING;
    if (typeof only === 'string') return { type, enum: [only] };
    return { type, ...(values !== undefined && { enum: values }) };
  };
  return simple(schema);
}
