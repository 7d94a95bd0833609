import { CONFIG_SHAPES } from '../configs';
import { standaloneSchema } from '../workflow-schema';
import type { NodeTypeDescription } from './description';

export const MAP_TYPE: NodeTypeDescription = {
  type: 'map',
  summary: 'Runs a graph once for each item of a list, several at a time; its nodes read item and index.',
  effect: 'irreversible',
  config_schema: standaloneSchema(CONFIG_SHAPES.map),
  output: {
    type: 'object',
    properties: {
      items: { type: 'array', description: 'What the body gave, in the order of the list.' },
      errors: {
        type: 'array',
        items: {
          type: 'object',
          properties: {
            index: { type: 'integer' },
            code: { type: 'string' },
            message: { type: 'string' },
          },
          required: ['index', 'code', 'message'],
        },
      },
    },
    required: ['items', 'errors'],
  },
  example: {
    id: 'greetings',
    type: 'map',
    name: 'Greet everyone',
    config: {
      items: '["Ada", "Grace"]',
      body: {
        nodes: [
          {
            id: 'greet',
            type: 'agent',
            config: { prompt: 'Write a greeting for {{ item }}, number {{ index + 1 }}.' },
          },
        ],
      },
      concurrency: 5,
      on_item_error: 'collect',
    },
  },
};

export const LOOP_TYPE: NodeTypeDescription = {
  type: 'loop',
  summary:
    'Repeats a graph until an expression is true; its nodes read previous, what the round before gave, and index.',
  effect: 'irreversible',
  config_schema: standaloneSchema(CONFIG_SHAPES.loop),
  output: {
    type: 'object',
    properties: {
      output: { description: 'What the last round gave.' },
      iterations: { type: 'integer' },
      met: { type: 'boolean', description: 'false when max_iterations ended it.' },
    },
    required: ['output', 'iterations', 'met'],
  },
  example: {
    id: 'shorten',
    type: 'loop',
    name: 'Shorten until it fits',
    config: {
      body: {
        nodes: [{ id: 'shorter', type: 'agent', config: { prompt: 'Make this shorter:\n{{ previous }}' } }],
        output: '{{ nodes.shorter.output.text }}',
      },
      until: 'size(output) <= 280',
      max_iterations: 5,
      initial: 'A long text that says the same thing twice, and then once more.',
    },
  },
};

export const WORKFLOW_TYPE: NodeTypeDescription = {
  type: 'workflow',
  summary: 'Runs another workflow and waits for it: one that is stored, or one written out here.',
  effect: 'irreversible',
  config_schema: standaloneSchema(CONFIG_SHAPES.workflow),
  output: { type: 'object', description: 'That workflow’s output.' },
  example: {
    id: 'summary',
    type: 'workflow',
    name: 'Summarise',
    config: {
      definition: {
        name: 'Summarise a text',
        inputs: { type: 'object', properties: { text: { type: 'string' } }, required: ['text'] },
        nodes: [{ id: 'summarise', type: 'agent', config: { prompt: 'Summarise:\n{{ inputs.text }}' } }],
      },
      inputs: { text: 'The tide rises and falls twice a day.' },
    },
  },
};
