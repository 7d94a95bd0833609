import { DEFINITION_CAPS } from '../caps';
import { name } from './id';
import { exactlyOne, integer, list, number, record, text, type Shape } from './shape';

const { maxTextLength, maxNodes, maxEdges, maxExpressionBytes } = DEFINITION_CAPS;

/** A year, in seconds. */
export const MAX_WAIT_SECONDS = 31_536_000;

/** A text in which `{{ CEL }}` is substituted. */
export function template(description: string, minLength = 0): Shape {
  return text(maxTextLength, `${description} A template.`, minLength);
}

/** One CEL expression. */
export function expression(description: string): Shape {
  return text(maxExpressionBytes, description, 1);
}

/** A JSON Schema that a user writes; what it says is checked by the validator. */
export function jsonSchema(description: string): Shape {
  return { type: 'object', description };
}

/** Templates by name. */
export function namedTemplates(description: string): Shape {
  return {
    type: 'object',
    description,
    propertyNames: name('Name of a value.'),
    additionalProperties: {},
    maxProperties: 100,
  };
}

export const TOOLS = list(
  text(200, 'Name of a tool.', 1),
  50,
  'Names of tools: of the engine’s catalogue, "ask_human", or "mcp:server/tool".',
);

export const MAX_TURNS = integer(1, 200, 'Model turns at most.');

const MODEL_PATTERN = '^[A-Za-z][A-Za-z0-9_-]{0,31}:[^\\s]{1,200}$';

/** The fields of a `ModelChoice`. */
export const MODEL_FIELDS: { [field: string]: Shape } = {
  model: {
    type: 'string',
    pattern: MODEL_PATTERN,
    description: 'provider:model; absent: the engine’s own.',
  },
  fallback_model: {
    type: 'string',
    pattern: MODEL_PATTERN,
    description: 'Asked when the first can’t be had.',
  },
};

export const GUARDRAIL: Shape = {
  ...record(
    {
      expression: expression('CEL over "output"; the answer is accepted when it is true.'),
      message: template('What the agent is told when it is not.'),
      instruction: template('What a model judges the answer by.', 1),
      max_retries: integer(0, 10, 'How often the agent is asked again; 3 when absent.'),
    },
    [],
    'What an answer must hold before it is accepted.',
  ),
  ...exactlyOne('expression', 'instruction'),
};

/** The fields of `SpendingLimits`. */
export const SPENDING_FIELDS: { [field: string]: Shape } = {
  max_cost_usd: number(0.000_001, 100_000, 'US dollars.'),
  max_tokens: integer(1, 1_000_000_000, 'Input and output tokens together.'),
  max_llm_calls: integer(1, 100_000, 'Model calls.'),
};

export const SPENDING_LIMITS = record(SPENDING_FIELDS, [], 'Bounds on what is spent.');

const EDGE = record(
  {
    source: name('Id of the node it leaves.'),
    target: name('Id of the node it leads to.'),
    when: expression('CEL; the edge is taken when it is true.'),
    branch: name('A branch of a condition, wait or approval source; the edge is taken when that branch is.'),
    kind: {
      type: 'string',
      enum: ['error', 'compensation'],
      description:
        'error: taken when the source failed, whose on_error is "route" then. compensation: the target undoes the source when the run is cancelled.',
    },
  },
  ['source', 'target'],
  'A dependency: the target starts when the source is settled and the edge is taken.',
);

/** Any node, by its type. */
const NODE: Shape = { $ref: '#/$defs/node' };

/** The nodes of a definition or of a body. */
export function nodes(minItems: number): Shape {
  return list(NODE, maxNodes, 'The steps.', minItems);
}

export const EDGES = list(EDGE, maxEdges, 'The dependencies between them.');

/** A graph inside a node. */
export function body(description: string): Shape {
  return record(
    {
      nodes: nodes(1),
      edges: EDGES,
      output: {
        description: 'Template of what the body gives; absent: the output of the node that nothing follows.',
      },
    },
    ['nodes'],
    description,
  );
}
