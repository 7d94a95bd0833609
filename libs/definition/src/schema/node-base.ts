import { name } from './id';
import { record, text, type Shape } from './shape';
import { DEFINITION_CAPS } from '../caps';

const RETRY = record(
  {
    max_attempts: { type: 'integer', minimum: 1, maximum: 20, description: 'Attempts in all.' },
    initial_interval_seconds: {
      type: 'number',
      minimum: 0.1,
      maximum: 600,
      description: 'Seconds before the second attempt.',
    },
    backoff_coefficient: {
      type: 'number',
      minimum: 1,
      maximum: 10,
      description: 'Factor from one wait to the next.',
    },
  },
  [],
  'How often calls are tried again when they fail for a reason that may pass.',
);

/** A node of one type: what every node has, and that type's `config`. */
export function nodeShape(type: string, config: Shape): Shape {
  return record(
    {
      id: name('Unique in the graph; other nodes read nodes.<id>.output.'),
      type: { type: 'string', const: type },
      name: text(DEFINITION_CAPS.maxNameLength, 'Shown to people.'),
      config,
      inputs: {
        type: 'object',
        description: 'Named templates, rendered before the node runs; its other templates read input.<name>.',
        propertyNames: name('Name of a value.'),
        additionalProperties: {},
        maxProperties: 100,
      },
      retry: RETRY,
      timeout_seconds: {
        type: 'number',
        minimum: 1,
        maximum: 86_400,
        description: 'Wall-clock bound on the node, its retries included.',
      },
      join: { type: 'string', enum: ['all'], description: 'Starts when every incoming edge is settled.' },
    },
    ['id', 'type', 'config'],
  );
}
