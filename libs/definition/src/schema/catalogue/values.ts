import { CONFIG_SHAPES } from '../configs';
import { standaloneSchema } from '../workflow-schema';
import type { NodeTypeDescription } from './description';

export const HTTP_REQUEST_TYPE: NodeTypeDescription = {
  type: 'http_request',
  summary:
    'Calls an HTTP API. GET and HEAD only read; PUT, DELETE and what has an idempotency_key may be done twice; POST and PATCH without one count as irreversible.',
  effect: 'irreversible',
  config_schema: standaloneSchema(CONFIG_SHAPES.http_request),
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
};

export const CONDITION_TYPE: NodeTypeDescription = {
  type: 'condition',
  summary: 'Chooses a branch by CEL expressions; the edges that leave it name their branch.',
  effect: 'read',
  config_schema: standaloneSchema(CONFIG_SHAPES.condition),
  output: { type: 'object', properties: { branch: { type: ['string', 'null'] } }, required: ['branch'] },
  example: {
    id: 'is_long',
    type: 'condition',
    name: 'Long or short?',
    config: { branches: [{ name: 'long', when: 'size(execution.id) > 100' }], default: 'short' },
  },
};

export const TRANSFORM_TYPE: NodeTypeDescription = {
  type: 'transform',
  summary: 'Computes a value from inputs and earlier outputs, by a CEL expression or a template.',
  effect: 'read',
  config_schema: standaloneSchema(CONFIG_SHAPES.transform),
  output: { description: 'Whatever the expression or template gives.' },
  example: { id: 'total', type: 'transform', name: 'Add up', config: { expression: '1 + 2' } },
};
