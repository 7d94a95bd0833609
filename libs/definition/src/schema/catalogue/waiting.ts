import { CONFIG_SHAPES } from '../configs';
import { standaloneSchema } from '../workflow-schema';
import type { NodeTypeDescription } from './description';

export const WAIT_TYPE: NodeTypeDescription = {
  type: 'wait',
  summary: 'Waits for some time, until a time, or for an event that is sent to the run from outside.',
  effect: 'read',
  config_schema: standaloneSchema(CONFIG_SHAPES.wait),
  output: {
    type: 'object',
    properties: {
      branch: { type: 'string', enum: ['elapsed', 'received', 'timeout'] },
      at: { type: 'string', description: 'ISO 8601 time, with the branch elapsed.' },
      data: { description: 'What the event carried, with the branch received.' },
    },
    required: ['branch'],
  },
  example: { id: 'pause', type: 'wait', name: 'Wait a minute', config: { seconds: 60 } },
};

export const APPROVAL_TYPE: NodeTypeDescription = {
  type: 'approval',
  summary:
    'Asks people and waits for their decision; the edges that leave it name the branch approved, rejected or timeout.',
  effect: 'read',
  config_schema: standaloneSchema(CONFIG_SHAPES.approval),
  output: {
    type: 'object',
    properties: {
      branch: { type: 'string', enum: ['approved', 'rejected', 'timeout'] },
      data: { description: 'What was to be approved, as edited.' },
      form: { description: 'What an approver filled in.' },
      decisions: {
        type: 'array',
        items: {
          type: 'object',
          properties: {
            user_id: { type: 'string' },
            decision: { type: 'string' },
            comment: { type: ['string', 'null'] },
            at: { type: 'string' },
          },
          required: ['user_id', 'decision', 'at'],
        },
      },
    },
    required: ['branch', 'decisions'],
  },
  example: {
    id: 'release',
    type: 'approval',
    name: 'May it go out?',
    config: {
      message: 'Send the newsletter?',
      data: { subject: 'News of the week' },
      timeout_seconds: 86_400,
    },
  },
};
