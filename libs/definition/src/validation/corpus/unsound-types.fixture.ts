import type { Json } from '../../types';
import {
  AB,
  agent,
  call,
  condition,
  crew,
  edge,
  flow,
  http,
  loop,
  map,
  transform,
  type Fields,
} from './builders.fixture';

const typed = (id: string, expression: string, output_schema: Fields): Fields => ({
  ...transform(id, expression),
  output_schema,
});

const PERSON: Fields = {
  type: 'object',
  properties: {
    name: { type: 'string' },
    age: { type: ['integer', 'null'] },
    tags: { type: 'array' },
    home: { type: 'object', properties: { street: { type: 'string' } } },
  },
};

/** A node that reads the output of an agent whose answer is a {@link PERSON}. */
const reads = (expression: string): Json =>
  flow([{ ...agent('a'), output_schema: PERSON }, transform('b', expression)], AB);

const AT = '/nodes/1/config/expression';
const MISMATCH = 'type_mismatch';

/** Well-formed, and all that is read is there, but not of the type it is used as. */
export const UNSOUND_TYPES: [string, Json, string, string, string][] = [
  ['text compared with a number', reads('nodes.a.output.name > 5'), MISMATCH, AT, 'double'],
  ['text added to a number', reads('nodes.a.output.age + " years"'), MISMATCH, AT, 'string'],
  ['a text of which a number is taken', reads('nodes.a.output.name * 2'), MISMATCH, AT, 'double'],
  ['an object taken for text', reads('nodes.a.output + "!"'), MISMATCH, AT, 'string'],
  ['an object asked whether it contains text', reads('nodes.a.output.contains("x")'), MISMATCH, AT, 'string'],
  ['a list compared', reads('nodes.a.output.tags < 3'), MISMATCH, AT, 'schema'],
  ['a text walked as a list', reads('nodes.a.output.name.map(x, x)'), MISMATCH, AT, 'schema'],
  ['a text negated', reads('!nodes.a.output.name'), MISMATCH, AT, 'bool'],
  ['a number between && ', reads('nodes.a.output.age && true'), MISMATCH, AT, 'bool'],
  ['a text that decides', reads('nodes.a.output.name ? 1 : 2'), MISMATCH, AT, 'bool'],
  ['the size of a number', reads('size(nodes.a.output.age)'), MISMATCH, AT, 'string'],
  ['a member of a text', reads('"x" in nodes.a.output.name'), MISMATCH, AT, 'schema'],
  ['a text made of an object', reads('string(nodes.a.output.home)'), MISMATCH, AT, 'schema'],
  ['a test inside a walk', reads('nodes.a.output.tags.filter(x, nodes.a.output.name)'), MISMATCH, AT, 'bool'],
  ['what was bound', reads('cel.bind(n, nodes.a.output.name, n > 1)'), MISMATCH, AT, 'double'],
  [
    'an input of another type',
    flow([transform('a', 'inputs.n.trim()')], [], {
      inputs: { type: 'object', properties: { n: { type: 'number' } } },
    }),
    MISMATCH,
    '/nodes/0/config/expression',
    'string',
  ],
  [
    'the status of a response as text',
    flow([http('a', 'https://x.de/'), transform('b', 'nodes.a.output.status.startsWith("2")')], AB),
    MISMATCH,
    AT,
    'string',
  ],
  [
    'the answer of an agent in a template',
    flow([agent('a'), agent('b', 'On {{ nodes.a.output + "" }}')], AB),
    MISMATCH,
    '/nodes/1/config/prompt',
    'string',
  ],
  [
    'a value deep inside a template',
    flow([agent('a'), http('b', 'https://x.de/', { body: { x: ['{{ -nodes.a.output.text }}'] } })], AB),
    MISMATCH,
    '/nodes/1/config/body/x/0',
    'double',
  ],
  [
    'the data of a task in its guardrail',
    flow([
      crew('a', {
        tasks: [
          {
            id: 't0',
            description: 'd',
            expected_output: 'e',
            agent: 'w',
            output_schema: PERSON,
            guardrail: { expression: 'output.data.name > 3' },
          },
        ],
      }),
    ]),
    MISMATCH,
    '/nodes/0/config/tasks/0/guardrail/expression',
    'double',
  ],
  [
    'a guardrail that is no verdict',
    flow([agent('a', 'p', { guardrail: { expression: 'output.text' } })]),
    MISMATCH,
    '/nodes/0/config/guardrail/expression',
    'bool',
  ],
  [
    'a branch that is no verdict',
    flow([condition('a', 'size(execution.id)')]),
    MISMATCH,
    '/nodes/0/config/branches/0/when',
    'bool',
  ],
  [
    'an edge that is no verdict',
    flow([agent('a'), agent('b')], [edge('a', 'b', { when: 'nodes.a.output.text' })]),
    MISMATCH,
    '/edges/0/when',
    'bool',
  ],
  [
    'a loop that never knows',
    flow([loop('a', [agent('b')], { until: 'index' })]),
    MISMATCH,
    '/nodes/0/config/until',
    'bool',
  ],
  [
    'a map over text',
    flow([agent('a'), map('b', [agent('c')], { items: 'nodes.a.output.text' })], AB),
    MISMATCH,
    '/nodes/1/config/items',
    'schema',
  ],
  [
    'a value that does not fit its output_schema',
    flow([typed('a', '"one"', { type: 'integer' })]),
    MISMATCH,
    '/nodes/0/config/expression',
    'schema',
  ],
  [
    'an output of another type than an input of the workflow that is called',
    flow(
      [
        agent('a'),
        call('b', {
          definition: {
            name: 'inner',
            inputs: { type: 'object', properties: { n: { type: 'number' } } },
            nodes: [],
          },
          inputs: { n: '{{ nodes.a.output.text }}' },
        }),
      ],
      AB,
    ),
    MISMATCH,
    '/nodes/1/config/inputs/n',
    'double',
  ],
  [
    'a written-out input of the wrong type',
    flow([
      call('a', {
        definition: {
          name: 'inner',
          inputs: { type: 'object', properties: { n: { type: 'number' } } },
          nodes: [],
        },
        inputs: { n: 'seven' },
      }),
    ]),
    MISMATCH,
    '/nodes/0/config/inputs/n',
    'double',
  ],
];

/** Uses that may work, since not all is known of what is read: these are left to the run. */
export const VALID_TYPES: [string, Json][] = [
  'nodes.a.output.name == 5',
  'nodes.a.output.age != null && nodes.a.output.age > 5',
  'nodes.a.output.age == null ? "none" : string(nodes.a.output.age)',
  'nodes.a.output.other + 1',
  'nodes.a.output.tags.map(x, x + 1)',
  'nodes.a.output.tags.exists(name, name > 5)',
  'nodes.a.output.tags[0] * 2',
  'nodes.a.output.home.map(key, key)',
  '"street" in nodes.a.output.home',
  'size(nodes.a.output.name) + size(nodes.a.output) + size(nodes.a.output.tags)',
  '(nodes.a.output.age > 3 ? nodes.a.output.name : "x").contains("y")',
  '(nodes.a.output.age > 3 ? nodes.a.output.name : 5) == 5',
  'nodes.a.output.tags + ["x"]',
  'cel.bind(n, nodes.a.output.age, n + n)',
  'dyn(nodes.a.output.name) + 1',
  'double(nodes.a.output.name) + 1',
  '{"a": nodes.a.output.name}.a + 1',
].map((expression) => [`the use of types in ${expression}`, reads(expression)]);
