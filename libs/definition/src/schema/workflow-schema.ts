import { isJsonObject } from '../json/guards';
import type { Json, JsonObject } from '../types';
import { DEFINITION_SHAPE, NODE_SHAPES } from './definition-shape';

/**
 * The language as JSON Schema 2020-12. It describes the form only; `validateDefinition` also checks what a schema
 * can't say: the graph, references, expressions.
 */
export const WORKFLOW_SCHEMA: JsonObject = buildSchema();

function buildSchema(): JsonObject {
  const nodes = { ...DEFINITION_SHAPE.properties.nodes, items: { oneOf: Object.values(NODE_SHAPES) } };
  return plainJson({
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Workflow definition',
    ...DEFINITION_SHAPE,
    properties: { ...DEFINITION_SHAPE.properties, nodes },
  });
}

/** A deep copy as plain JSON, for shapes that are part of what is published. */
export function plainJson(shape: object): JsonObject {
  const copy: Json = JSON.parse(JSON.stringify(shape));
  return isJsonObject(copy) ? copy : {};
}
