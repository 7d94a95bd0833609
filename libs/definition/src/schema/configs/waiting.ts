import { jsonSchema, MAX_WAIT_SECONDS, template } from '../parts';
import { exactlyOne, integer, list, number, record, text, type Shape } from '../shape';

export const WAIT: Shape = {
  ...record(
    {
      seconds: {
        description: 'How long, 0 to 31,536,000; a number or a template of one.',
        anyOf: [
          { type: 'number', minimum: 0, maximum: MAX_WAIT_SECONDS },
          { type: 'string', minLength: 1, maxLength: 8_192 },
        ],
      },
      until: text(8_192, 'Till when, an ISO 8601 time with its zone. A template.', 1),
      event: {
        type: 'string',
        pattern: '^[A-Za-z0-9_][A-Za-z0-9_.:-]{0,127}$',
        description: 'Name of an event that is sent to the run from outside.',
      },
      timeout_seconds: number(1, MAX_WAIT_SECONDS, 'How long an event is waited for; for ever when absent.'),
    },
    [],
  ),
  ...exactlyOne('seconds', 'until', 'event'),
};

export const APPROVAL = record(
  {
    message: template('What is asked.', 1),
    data: { description: 'What is to be approved, a template.' },
    approvers: list(
      text(200, 'A user id.', 1),
      100,
      'User ids that may decide; the run’s owner when absent.',
      1,
    ),
    required: integer(1, 100, 'Approvals needed; 1 when absent. One rejection rejects.'),
    form: jsonSchema('JSON Schema of what an approver fills in.'),
    reminder_seconds: number(1, MAX_WAIT_SECONDS, 'Time between reminders.'),
    timeout_seconds: number(
      1,
      MAX_WAIT_SECONDS,
      'Time until the branch timeout is taken; never when absent.',
    ),
  },
  ['message'],
);
