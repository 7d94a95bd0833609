import { DEFINITION_CAPS } from '../../caps';
import { GUARDRAIL, jsonSchema, MAX_TURNS, MODEL_FIELDS, SPENDING_LIMITS, template, TOOLS } from '../parts';
import { name } from '../id';
import { integer, list, record } from '../shape';

const { maxCrewMembers } = DEFINITION_CAPS;

const MANAGER = record(
  {
    role: template('Who the manager is.'),
    goal: template('What it is after.'),
    backstory: template('What it brings along.'),
    max_turns: MAX_TURNS,
    ...MODEL_FIELDS,
  },
  [],
  'The manager of a hierarchical crew.',
);

const MEMBER = record(
  {
    id: name('Unique in the crew.'),
    role: template('Who the agent is.', 1),
    goal: template('What it is after.', 1),
    backstory: template('What it brings along.'),
    tools: TOOLS,
    max_turns: MAX_TURNS,
    ...MODEL_FIELDS,
    limits: SPENDING_LIMITS,
  },
  ['id', 'role', 'goal'],
);

const TASK = record(
  {
    id: name('Unique in the crew; read as nodes.<crew>.output.tasks.<id>.text.'),
    description: template('What is to be done.', 1),
    expected_output: template('What a good answer looks like.', 1),
    agent: name('Id of an agent of this crew; a hierarchical crew’s manager chooses when it is absent.'),
    context: list(
      name('Id of an earlier task.'),
      maxCrewMembers,
      'Earlier tasks whose outputs this one sees; absent: the task before it.',
    ),
    async: { type: 'boolean', description: 'Runs beside the tasks that follow.' },
    output_schema: jsonSchema('JSON Schema the answer must fit; its value is "data" beside the text.'),
    guardrail: GUARDRAIL,
  },
  ['id', 'description', 'expected_output'],
);

export const CREW = record(
  {
    process: {
      type: 'string',
      enum: ['sequential', 'hierarchical'],
      description:
        'The tasks in their order; hierarchical: a manager works on each and delegates to the agents.',
    },
    manager: MANAGER,
    agents: list(MEMBER, maxCrewMembers, 'Who works.', 1),
    tasks: list(TASK, maxCrewMembers, 'What is done, in this order.', 1),
    memory: { type: 'boolean', description: 'Agents see the results of all tasks they did before.' },
    max_depth: integer(1, 5, 'How deep coworkers may delegate further; 1 when absent.'),
    max_calls: integer(1, 10_000, 'Model calls of the whole crew; 200 when absent.'),
  },
  ['agents', 'tasks'],
);
