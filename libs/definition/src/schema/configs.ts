import { DEFINITION_CAPS } from '../caps';
import { name } from './id';
import { list, record, text, type Shape } from './shape';
import type { NodeType } from '../types';

const { maxTextLength, maxCrewMembers, maxBranches, maxExpressionBytes } = DEFINITION_CAPS;

const TOOLS = list(text(128, 'Name of a tool.', 1), 50, 'Names of tools, from the engine’s catalogue.');
const MAX_TURNS: Shape = { type: 'integer', minimum: 1, maximum: 50, description: 'Model turns at most.' };

const AGENT = record(
  {
    role: text(maxTextLength, 'Who the agent is. A template.'),
    goal: text(maxTextLength, 'What it is after. A template.'),
    backstory: text(maxTextLength, 'What it brings along. A template.'),
    prompt: text(maxTextLength, 'The task, a template such as "Summarise {{ inputs.text }}".', 1),
    expected_output: text(maxTextLength, 'What a good answer looks like. A template.'),
    tools: TOOLS,
    max_turns: MAX_TURNS,
  },
  ['prompt'],
);

const CREW = record(
  {
    process: { type: 'string', enum: ['sequential'], description: 'The tasks in their order.' },
    agents: list(
      record(
        {
          id: name('Unique in the crew.'),
          role: text(maxTextLength, 'Who the agent is. A template.', 1),
          goal: text(maxTextLength, 'What it is after. A template.', 1),
          backstory: text(maxTextLength, 'What it brings along. A template.'),
          tools: TOOLS,
          max_turns: MAX_TURNS,
        },
        ['id', 'role', 'goal'],
      ),
      maxCrewMembers,
      'Who works.',
      1,
    ),
    tasks: list(
      record(
        {
          id: name('Unique in the crew; read as nodes.<crew>.output.tasks.<id>.text.'),
          description: text(maxTextLength, 'What is to be done, a template.', 1),
          expected_output: text(maxTextLength, 'What a good answer looks like. A template.', 1),
          agent: name('Id of an agent of this crew.'),
          context: list(
            name('Id of an earlier task.'),
            maxCrewMembers,
            'Earlier tasks whose outputs this one sees; absent: the task before it.',
          ),
        },
        ['id', 'description', 'expected_output', 'agent'],
      ),
      maxCrewMembers,
      'What is done, in this order.',
      1,
    ),
  },
  ['agents', 'tasks'],
);

const HTTP_REQUEST = record(
  {
    method: {
      type: 'string',
      enum: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
      description: 'GET when absent.',
    },
    url: text(8_192, 'A template of an http: or https: URL.', 1),
    headers: {
      type: 'object',
      description: 'Header values are templates.',
      propertyNames: { type: 'string', maxLength: 256, pattern: '^[A-Za-z0-9!#$%&*+.^_|~-]+$' },
      additionalProperties: { type: 'string', maxLength: 8_192, pattern: '^[^\\r\\n\\u0000]*$' },
      maxProperties: 100,
    },
    query: {
      type: 'object',
      description: 'Query parameters, templates; added to those of the URL.',
      additionalProperties: {},
      maxProperties: 100,
    },
    body: { description: 'A template; an object or a list is sent as JSON.' },
  },
  ['url'],
);

const CONDITION = record(
  {
    branches: list(
      record(
        {
          name: name('What an edge names as its branch.'),
          when: text(maxExpressionBytes, 'CEL that is true or false, such as nodes.score.output > 5.', 1),
        },
        ['name', 'when'],
      ),
      maxBranches,
      'Tried in order; the first whose expression is true is taken.',
      1,
    ),
    default: name('The branch taken when none is true; absent: no edge is.'),
  },
  ['branches'],
);

const TRANSFORM: Shape = {
  ...record(
    {
      expression: text(maxExpressionBytes, 'CEL; its value is the output.', 1),
      value: { description: 'A template; what it renders to is the output.' },
    },
    [],
  ),
  oneOf: [{ required: ['expression'] }, { required: ['value'] }],
};

/** The shape of each type's `config`. */
export const CONFIG_SHAPES: { readonly [type in NodeType]: Shape } = {
  agent: AGENT,
  crew: CREW,
  http_request: HTTP_REQUEST,
  condition: CONDITION,
  transform: TRANSFORM,
};
