import { NODE_TYPES } from '../../schema/node-types';
import type { Json } from '../../types';
import { VALID_BODIES } from './valid-bodies.fixture';
import { VALID_NODES } from './valid-nodes.fixture';
import { VALID_TYPES } from './unsound-types.fixture';
import { agent, transform, condition, http, crew, edge, flow, withInputs, AB } from './builders.fixture';

/** Definitions that are valid, by what they show. */
export const VALID: [string, Json][] = [
  ['an empty graph', { name: 'Test', nodes: [] }],
  ['each catalogue example', flow(NODE_TYPES.map((entry) => entry.example))],
  ['a chain', flow([agent('a'), agent('b', 'On {{ nodes.a.output.text }}')], AB)],
  ['inputs that are declared', flow([agent('a', '{{ inputs.topic }}')], [], withInputs('topic'))],
  [
    'a node input',
    flow([{ ...agent('a', '{{ input.x }}'), inputs: { x: '{{ inputs.t }}' } }], [], withInputs('t')),
  ],
  [
    'branches',
    flow(
      [condition('a'), agent('b'), agent('c')],
      [edge('a', 'b', { branch: 'yes' }), edge('a', 'c', { branch: 'no' })],
    ),
  ],
  [
    'an edge that reads its source',
    flow([agent('a'), agent('b')], [edge('a', 'b', { when: 'size(nodes.a.output.text) > 3' })]),
  ],
  [
    'two edges between nodes that differ',
    flow([condition('a'), agent('b')], [edge('a', 'b', { branch: 'yes' }), edge('a', 'b', { branch: 'no' })]),
  ],
  [
    'an output that reads any node',
    flow([agent('a'), agent('b')], [], { output: { r: '{{ nodes.b.output.text }}' } }),
  ],
  ['the tasks of a crew', flow([crew('a'), agent('b', '{{ nodes.a.output.tasks.t1.text }}')], AB)],
  [
    'anything below a body',
    flow([http('a', 'https://example.com/'), transform('b', 'nodes.a.output.body.x.y')], AB),
  ],
  ['a URL from a substitution', flow([http('a', '{{ inputs.url }}')], [], withInputs('url'))],
  ['a URL with a substituted host', flow([http('a', 'https://{{ inputs.host }}/x')], [], withInputs('host'))],
  [
    'everything optional',
    {
      schema_version: 1,
      id: 'wf_1',
      name: 'n',
      description: 'd',
      nodes: [
        {
          ...agent('a', 'p', {
            role: 'r',
            goal: 'g',
            backstory: 'b',
            expected_output: 'e',
            tools: [],
            max_turns: 200,
            model: 'openai:gpt-4o',
            fallback_model: 'ollama:llama3.2:1b',
            guardrail: {
              expression: 'size(output.text) > 3',
              message: 'More, {{ execution.id }}.',
              max_retries: 0,
            },
          }),
          name: 'A',
          retry: { max_attempts: 2, initial_interval_seconds: 0.1, backoff_coefficient: 1 },
          timeout_seconds: 1,
          join: 'all',
          on_error: 'continue',
          limits: { max_cost_usd: 1, max_tokens: 1, max_llm_calls: 1 },
        },
      ],
      edges: [],
      limits: {
        max_cost_usd: 0.000_001,
        max_tokens: 1_000_000_000,
        max_llm_calls: 100_000,
        timeout_seconds: 2_592_000,
        on_breach: 'ask',
      },
    },
  ],
  ...VALID_BODIES,
  ...VALID_NODES,
  ...VALID_TYPES,
];
