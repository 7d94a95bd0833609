import type { JsonObject } from '@aiwf/definition';
import type { AnswerForm } from '@aiwf/models';
import { definitionField, NODE_SCHEMA } from './node-schemas';

const TEXT: JsonObject = { type: 'string' };
const TEXTS: JsonObject = { type: 'array', items: TEXT };

const EDGE = definitionField('edges').items as JsonObject;
const ENDS: JsonObject = { source: TEXT, target: TEXT, branch: TEXT };

/** What every answer may say beside its plan. */
const REMARKS: JsonObject = { notes: TEXTS, impossible: TEXT };

const QUESTION: JsonObject = {
  type: 'object',
  properties: {
    id: TEXT,
    question: TEXT,
    type: { type: 'string', enum: ['text', 'number', 'boolean', 'url', 'choice'] },
    options: TEXTS,
    default: { anyOf: ['string', 'number', 'boolean', 'null'].map((type): JsonObject => ({ type })) },
  },
  required: ['id', 'question', 'type', 'default'],
  additionalProperties: false,
};

const record = (properties: JsonObject, required: string[]): JsonObject => ({
  type: 'object',
  properties,
  required,
  additionalProperties: false,
});

const DEFINITION: JsonObject = {
  name: TEXT,
  description: TEXT,
  inputs: { type: 'object' },
  nodes: { type: 'array', items: NODE_SCHEMA },
  edges: { type: 'array', items: EDGE },
  output: { type: 'object' },
  limits: definitionField('limits'),
};

/** A whole workflow. */
export const PLAN_FORM: AnswerForm = {
  name: 'workflow',
  description: 'The workflow that does what the request asks.',
  schema: record({ ...DEFINITION, ...REMARKS }, ['name', 'nodes', 'edges']),
};

/** A whole workflow, or questions that must be answered first. */
export const PLAN_OR_QUESTIONS_FORM: AnswerForm = {
  ...PLAN_FORM,
  schema: record({ questions: { type: 'array', items: QUESTION }, ...DEFINITION, ...REMARKS }, [
    'name',
    'nodes',
    'edges',
  ]),
};

/** What is to change in a workflow. */
export const PATCH_FORM: AnswerForm = {
  name: 'patch',
  description: 'The changes that make the workflow do what the instruction asks.',
  schema: record(
    {
      name: TEXT,
      description: TEXT,
      remove_nodes: TEXTS,
      nodes: { type: 'array', items: NODE_SCHEMA },
      remove_edges: { type: 'array', items: record(ENDS, ['source', 'target']) },
      add_edges: { type: 'array', items: EDGE },
      remove_inputs: TEXTS,
      inputs: { type: 'object' },
      output: { type: 'object' },
      limits: definitionField('limits'),
      ...REMARKS,
    },
    [],
  ),
};
