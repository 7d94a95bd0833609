import { isJsonObject } from '../json/guards';
import type { Json, JsonObject } from '../types';
import { DEFINITION_SHAPE, NODE_SHAPES } from './definition-shape';

/**
 * The language as JSON Schema 2020-12. It describes the form only; `validateDefinition` also checks what a schema
 * can't say: the graph, references, expressions.
 */
export const WORKFLOW_SCHEMA: JsonObject = plainJson({
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'Workflow definition',
  ...DEFINITION_SHAPE,
  $defs: { node: { oneOf: Object.values(NODE_SHAPES) } },
});

/** What stands in for a part of the language where its whole schema is not at hand. */
const STAND_INS: { readonly [ref: string]: JsonObject } = {
  '#/$defs/node': { type: 'object', description: 'A node, as in the workflow itself.' },
  '#': { type: 'object', description: 'A whole workflow definition.' },
};

/** A shape as a schema that stands alone: nodes and definitions inside it are left open. */
export function standaloneSchema(shape: object): JsonObject {
  const replace = (value: Json): Json => {
    if (Array.isArray(value)) return value.map(replace);
    if (!isJsonObject(value)) return value;
    const standIn = typeof value.$ref === 'string' ? STAND_INS[value.$ref] : undefined;
    return standIn ?? Object.fromEntries(Object.entries(value).map(([key, item]) => [key, replace(item)]));
  };
  const copy = replace(plainJson(shape));
  return isJsonObject(copy) ? copy : {};
}

/** A deep copy as plain JSON, for shapes that are part of what is published. */
function plainJson(shape: object): JsonObject {
  const copy: Json = JSON.parse(JSON.stringify(shape));
  return isJsonObject(copy) ? copy : {};
}
