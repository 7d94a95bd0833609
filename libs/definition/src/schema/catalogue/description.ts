import type { Effect, JsonObject, NodeType } from '../../types';

/** An entry of the node catalogue, which the planner, the validator and the documentation share. */
export interface NodeTypeDescription {
  type: NodeType;
  summary: string;
  /** The strongest effect a node of this type can have. */
  effect: Effect;
  /** JSON Schema of the node's `config`. */
  config_schema: JsonObject;
  /** JSON Schema of what other nodes read as `nodes.<id>.output`. */
  output: JsonObject;
  /** A whole node, valid as it stands. */
  example: JsonObject;
}

/** What an agent gives. */
export const TEXT_OUTPUT: JsonObject = {
  type: 'object',
  properties: { text: { type: 'string' } },
  required: ['text'],
};
