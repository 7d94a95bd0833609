import { body, expression, namedTemplates } from '../parts';
import { exactlyOne, integer, record, type Shape } from '../shape';

export const MAP = record(
  {
    items: expression('CEL that gives the list, of 5,000 items at most.'),
    body: body('Run once for each item; reads item and index (from 0).'),
    concurrency: integer(1, 50, 'Items at work at the same time; 10 when absent.'),
    on_item_error: {
      type: 'string',
      enum: ['fail', 'skip', 'collect'],
      description: 'fail the node (default), skip the item, or collect null in its place.',
    },
  },
  ['items', 'body'],
);

export const LOOP = record(
  {
    body: body(
      'Run until the expression is true; reads previous (the round before’s output) and index (from 0).',
    ),
    until: expression('CEL over output (this round’s), previous and index.'),
    max_iterations: integer(1, 1_000, 'Rounds at most; 10 when absent.'),
    initial: { description: 'What previous is in the first round, a template; null when absent.' },
  },
  ['body', 'until'],
);

export const WORKFLOW: Shape = {
  ...record(
    {
      workflow_id: {
        type: 'string',
        pattern: '^wf_[A-Za-z0-9-]{1,64}$',
        description: 'A stored workflow of the same user.',
      },
      definition: { $ref: '#', description: 'The workflow itself.' },
      inputs: namedTemplates('Its inputs, templates.'),
    },
    [],
  ),
  ...exactlyOne('workflow_id', 'definition'),
};
