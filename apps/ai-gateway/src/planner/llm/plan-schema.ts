/** The node types that a model may plan with. */
export const PLANNED_NODE_TYPES = ['agent', 'crew', 'http_request', 'condition', 'transform'] as const;

/**
 * The form of the model's answer, in the small part of JSON Schema that every provider takes for a tool's
 * parameters: no references and no unions. What it leaves open is in the instructions, and the validator decides.
 */
export const PLAN_SCHEMA = {
  title: 'workflow',
  description: 'A workflow definition',
  type: 'object',
  properties: {
    name: { type: 'string', description: 'A short title, in title case' },
    description: { type: 'string' },
    inputs: { type: 'object', description: 'JSON Schema of the inputs: type "object" with properties' },
    nodes: {
      type: 'array',
      items: {
        type: 'object',
        properties: {
          id: { type: 'string', description: 'Letters, digits and underscores' },
          type: { type: 'string', enum: PLANNED_NODE_TYPES },
          name: { type: 'string' },
          config: { type: 'object', description: 'As the catalogue says for the type' },
        },
        required: ['id', 'type', 'config'],
      },
    },
    edges: {
      type: 'array',
      items: {
        type: 'object',
        properties: {
          source: { type: 'string' },
          target: { type: 'string' },
          branch: { type: 'string', description: 'Only from a condition: the branch that leads here' },
        },
        required: ['source', 'target'],
      },
    },
    output: { type: 'object', description: 'Named results, as templates' },
  },
  required: ['name', 'nodes', 'edges'],
} as const;
