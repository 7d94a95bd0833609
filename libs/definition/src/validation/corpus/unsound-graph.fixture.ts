import type { Json } from '../../types';
import { agent, condition, http, crew, edge, flow, withInputs, AB } from './builders.fixture';

/** Well-formed, but the graph, a crew, a URL or the inputs do not hold together: what it shows, the definition, the problem's code and path, and a part of its hint. */
export const UNSOUND_GRAPH: [string, Json, string, string, string][] = [
  ['a duplicate id', flow([agent('a'), agent('a')]), 'duplicate_id', '/nodes/1/id', 'own'],
  [
    'a dangling source',
    flow([agent('write')], [edge('wirte', 'write')]),
    'dangling_edge',
    '/edges/0/source',
    'write',
  ],
  ['a dangling target', flow([agent('a')], [edge('a', 'z')]), 'dangling_edge', '/edges/0/target', '"a"'],
  ['a self edge', flow([agent('a')], [edge('a', 'a')]), 'self_edge', '/edges/0', 'Remove'],
  [
    'a duplicate edge',
    flow([agent('a'), agent('b')], [...AB, ...AB]),
    'duplicate_edge',
    '/edges/1',
    'Remove',
  ],
  [
    'a cycle',
    flow([agent('a'), agent('b'), agent('c')], [...AB, edge('b', 'c'), edge('c', 'b')]),
    'cycle',
    '/edges',
    'Remove',
  ],
  [
    'an unknown branch',
    flow([condition('a'), agent('b')], [edge('a', 'b', { branch: 'yess' })]),
    'unknown_branch',
    '/edges/0/branch',
    'yes',
  ],
  [
    'a branch of an agent',
    flow([agent('a'), agent('b')], [edge('a', 'b', { branch: 'yes' })]),
    'branch_without_condition',
    '/edges/0/branch',
    'condition',
  ],
  [
    'a branch name twice',
    flow([
      {
        id: 'a',
        type: 'condition',
        config: {
          branches: [
            { name: 'x', when: 'true' },
            { name: 'x', when: 'true' },
          ],
        },
      },
    ]),
    'duplicate_id',
    '/nodes/0/config/branches/1/name',
    'own',
  ],
  [
    'an agent no crew has',
    flow([crew('a', { tasks: [{ id: 't', description: 'd', expected_output: 'e', agent: 'x' }] })]),
    'unknown_agent',
    '/nodes/0/config/tasks/0/agent',
    '"w"',
  ],
  [
    'a context that is no task',
    flow([
      crew('a', {
        tasks: [{ id: 't', description: 'd', expected_output: 'e', agent: 'w', context: ['z'] }],
      }),
    ]),
    'unknown_task',
    '/nodes/0/config/tasks/0/context/0',
    'none',
  ],
  [
    'a context that comes later',
    flow([
      crew('a', {
        tasks: [
          { id: 't', description: 'd', expected_output: 'e', agent: 'w', context: ['u'] },
          { id: 'u', description: 'd', expected_output: 'e', agent: 'w' },
        ],
      }),
    ]),
    'unknown_task',
    '/nodes/0/config/tasks/0/context/0',
    'none',
  ],
  [
    'a task id twice',
    flow([
      crew('a', {
        tasks: [
          { id: 't', description: 'd', expected_output: 'e', agent: 'w' },
          { id: 't', description: 'd', expected_output: 'e', agent: 'w' },
        ],
      }),
    ]),
    'duplicate_id',
    '/nodes/0/config/tasks/1/id',
    'own',
  ],
  [
    'a scheme that is not HTTP',
    flow([http('a', 'file:///etc/passwd')]),
    'invalid_url',
    '/nodes/0/config/url',
    'https://',
  ],
  [
    'a scheme before a substitution',
    flow([http('a', 'gopher://{{ execution.id }}')]),
    'invalid_url',
    '/nodes/0/config/url',
    'https://',
  ],
  [
    'a URL without a scheme',
    flow([http('a', 'example.com/x')]),
    'invalid_url',
    '/nodes/0/config/url',
    'https://',
  ],
  [
    'credentials in a URL',
    flow([http('a', 'https://me:pw@x.de/')]),
    'invalid_url',
    '/nodes/0/config/url',
    'header',
  ],
  ['a URL without a host', flow([http('a', 'https:///x')]), 'invalid_url', '/nodes/0/config/url', 'host'],
  [
    'inputs that are no object schema',
    flow([], [], { inputs: { type: 'string' } }),
    'unsupported_schema',
    '/inputs/type',
    'object',
  ],
  [
    'a pattern in the inputs',
    flow([], [], { inputs: { type: 'object', properties: { a: { type: 'string', pattern: '(a+)+$' } } } }),
    'unsupported_schema',
    '/inputs/properties/a/pattern',
    'enum',
  ],
  [
    'a $ref in the inputs',
    flow([], [], { inputs: { type: 'object', properties: { a: { $ref: '#' } } } }),
    'unsupported_schema',
    '/inputs/properties/a/$ref',
    'write',
  ],
  [
    'an unknown keyword in the inputs',
    flow([], [], { inputs: { type: 'object', propertys: {} } }),
    'unsupported_schema',
    '/inputs/propertys',
    'properties',
  ],
  [
    'an unknown type in the inputs',
    flow([], [], { inputs: { type: 'object', properties: { a: { type: 'text' } } } }),
    'unsupported_schema',
    '/inputs/properties/a/type',
    'string',
  ],
  [
    'a default that does not fit',
    flow([], [], { inputs: { type: 'object', properties: { a: { type: 'string', default: 1 } } } }),
    'invalid_default',
    '/inputs/properties/a/default',
    'Change',
  ],
  [
    'an input whose name CEL can’t read',
    flow([], [], withInputs('first-name')),
    'bad_id',
    '/inputs/properties/first-name',
    'letters',
  ],
  [
    'a required input that is not declared',
    flow([], [], { inputs: { type: 'object', required: ['x'] } }),
    'unsupported_schema',
    '/inputs/required/0',
    'none',
  ],
];
