import { CONFIG_SHAPES } from '../configs';
import { standaloneSchema } from '../workflow-schema';
import { TEXT_OUTPUT, type NodeTypeDescription } from './description';

export const AGENT_TYPE: NodeTypeDescription = {
  type: 'agent',
  summary: 'One language-model agent does one task, with tools if it is given any.',
  effect: 'read',
  config_schema: standaloneSchema(CONFIG_SHAPES.agent),
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
};

export const CREW_TYPE: NodeTypeDescription = {
  type: 'crew',
  summary: 'Several agents work through tasks one after another, each seeing earlier results.',
  effect: 'read',
  config_schema: standaloneSchema(CONFIG_SHAPES.crew),
  output: {
    type: 'object',
    properties: {
      text: { type: 'string', description: 'The last task’s answer.' },
      tasks: { type: 'object', description: 'By task id.', additionalProperties: TEXT_OUTPUT },
      data: { description: 'The last task’s value, if it has an output_schema; each such task has one too.' },
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
};
