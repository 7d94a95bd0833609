import { WORKFLOW_SCHEMA, type JsonObject } from '@aiwf/definition';
import { PLANNED_NODE_TYPES } from '../../ground';
import { simpleSchema } from './simple-schema';

interface NodeShape extends JsonObject {
  properties: { type: { const: string } };
}

interface Language {
  properties: { [field: string]: JsonObject };
  $defs: { node: { oneOf: NodeShape[] } };
}

/** The published schema of the language, of which the forms of answers are made. */
export const LANGUAGE = WORKFLOW_SCHEMA as unknown as Language;

const PLANNED: ReadonlySet<string> = new Set(PLANNED_NODE_TYPES.map(({ type }) => type));
const shapes = LANGUAGE.$defs.node.oneOf.filter(({ properties }) => PLANNED.has(properties.type.const));

/**
 * A node in the body of a map or a loop. Without references it can't be spelled out as deep as bodies may nest, and
 * spelling out one level would make the form three times as long; the instructions say the rest.
 */
const INNER_NODE: JsonObject = {
  type: 'object',
  properties: {
    id: { type: 'string' },
    type: { type: 'string', enum: [...PLANNED] },
    name: { type: 'string' },
    config: { type: 'object' },
    inputs: { type: 'object' },
    output_schema: { type: 'object' },
    on_error: { type: 'string', enum: ['fail', 'continue', 'route'] },
    join: { type: 'string' },
  },
  required: ['id', 'type', 'config'],
};

/** A node of any type that is planned with. */
export const NODE_SCHEMA: JsonObject = { anyOf: shapes.map((shape) => simpleSchema(shape, INNER_NODE)) };

/** A field of a definition, simplified. */
export function definitionField(name: string): JsonObject {
  return simpleSchema(LANGUAGE.properties[name] ?? {}, NODE_SCHEMA);
}
