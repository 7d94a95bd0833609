import type { JsonObject, NodeType } from '../types';
import { CONFIG_SHAPES } from './configs';
import { plainJson } from './workflow-schema';

/**
 * What running a node does to the world: `read` nothing, `idempotent` nothing more when it is done twice,
 * `irreversible` something that can't be undone.
 */
export type Effect = 'read' | 'idempotent' | 'irreversible';

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

const TEXT_OUTPUT: JsonObject = {
  type: 'object',
  properties: { text: { type: 'string' } },
  required: ['text'],
};

/** All node types, in the order in which they are best explained. */
export const NODE_TYPES: readonly NodeTypeDescription[] = [
  {
    type: 'agent',
    summary: 'One language-model agent does one task, with tools if it is given any.',
    effect: 'read',
    config_schema: plainJson(CONFIG_SHAPES.agent),
    output: TEXT_OUTPUT,
    example: {
      id: 'explain',
      type: 'agent',
      name: 'Explain the topic',
      config: {
        role: 'Teacher',
        goal: 'explain clearly',
        prompt: 'Explain photosynthesis in three sentences.',
      },
    },
  },
  {
    type: 'crew',
    summary: 'Several agents work through tasks one after another, each seeing earlier results.',
    effect: 'read',
    config_schema: plainJson(CONFIG_SHAPES.crew),
    output: {
      type: 'object',
      properties: {
        text: { type: 'string', description: 'The last task’s answer.' },
        tasks: { type: 'object', description: 'By task id.', additionalProperties: TEXT_OUTPUT },
      },
      required: ['text', 'tasks'],
    },
    example: {
      id: 'article',
      type: 'crew',
      name: 'Write an article',
      config: {
        process: 'sequential',
        agents: [
          { id: 'researcher', role: 'Researcher', goal: 'collect facts', backstory: 'A careful reader.' },
          { id: 'writer', role: 'Writer', goal: 'write plainly', backstory: 'A patient editor.' },
        ],
        tasks: [
          {
            id: 'facts',
            description: 'List facts on tides.',
            expected_output: 'A list of facts.',
            agent: 'researcher',
          },
          {
            id: 'draft',
            description: 'Write an article.',
            expected_output: 'Three paragraphs.',
            agent: 'writer',
          },
        ],
      },
    },
  },
  {
    type: 'http_request',
    summary: 'Calls an HTTP API. POST, PUT, PATCH and DELETE count as irreversible; GET and HEAD only read.',
    effect: 'irreversible',
    config_schema: plainJson(CONFIG_SHAPES.http_request),
    output: {
      type: 'object',
      properties: {
        status: { type: 'integer' },
        headers: {
          type: 'object',
          description: 'By lower-case name.',
          additionalProperties: { type: 'string' },
        },
        body: { description: 'JSON where the answer is JSON, else text.' },
      },
      required: ['status', 'headers', 'body'],
    },
    example: {
      id: 'fetch',
      type: 'http_request',
      name: 'Fetch the page',
      config: { method: 'GET', url: 'https://example.com/', headers: { accept: 'text/html' } },
    },
  },
  {
    type: 'condition',
    summary: 'Chooses a branch by CEL expressions; the edges that leave it name their branch.',
    effect: 'read',
    config_schema: plainJson(CONFIG_SHAPES.condition),
    output: { type: 'object', properties: { branch: { type: ['string', 'null'] } }, required: ['branch'] },
    example: {
      id: 'is_long',
      type: 'condition',
      name: 'Long or short?',
      config: { branches: [{ name: 'long', when: 'size(execution.id) > 100' }], default: 'short' },
    },
  },
  {
    type: 'transform',
    summary: 'Computes a value from inputs and earlier outputs, by a CEL expression or a template.',
    effect: 'read',
    config_schema: plainJson(CONFIG_SHAPES.transform),
    output: { description: 'Whatever the expression or template gives.' },
    example: { id: 'total', type: 'transform', name: 'Add up', config: { expression: '1 + 2' } },
  },
];
