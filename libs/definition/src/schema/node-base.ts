import { DEFINITION_CAPS } from '../caps';
import { jsonSchema, namedTemplates, SPENDING_LIMITS } from './parts';
import { name } from './id';
import { JOIN_PATTERN } from './join';
import { integer, number, record, text, type Shape } from './shape';

const RETRY = record(
  {
    max_attempts: integer(1, 20, 'Attempts in all.'),
    initial_interval_seconds: number(0.1, 600, 'Seconds before the second attempt.'),
    backoff_coefficient: number(1, 10, 'Factor from one wait to the next.'),
  },
  [],
  'How often calls are tried again when they fail for a reason that may pass.',
);

/** A node of one type: what every node has, and that type's `config`. */
export function nodeShape(type: string, config: Shape): Shape {
  return record(
    {
      id: name('Unique in the whole definition; other nodes read nodes.<id>.output.'),
      type: { type: 'string', const: type },
      name: text(DEFINITION_CAPS.maxNameLength, 'Shown to people.'),
      config,
      inputs: namedTemplates(
        'Named templates, rendered before the node runs; its other templates read input.<name>.',
      ),
      output_schema: jsonSchema('JSON Schema its output must fit.'),
      retry: RETRY,
      timeout_seconds: number(1, 86_400, 'Wall-clock bound on the node, its retries included.'),
      on_error: {
        type: 'string',
        enum: ['fail', 'continue', 'route'],
        description:
          'fail the run (default), continue with a null output, or route to the edges of kind "error"; then nodes.<id>.error is { code, message }.',
      },
      join: {
        type: 'string',
        pattern: JOIN_PATTERN,
        description:
          'Starts when all incoming edges are settled and one is taken (default), any is taken, or quorum(n) are.',
      },
      limits: SPENDING_LIMITS,
    },
    ['id', 'type', 'config'],
  );
}
