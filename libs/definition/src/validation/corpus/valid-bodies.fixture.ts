import type { Json } from '../../types';
import { AB, agent, call, condition, edge, flow, loop, map, transform, withInputs } from './builders.fixture';

const scored = {
  type: 'object',
  properties: { score: { type: 'number' }, tags: { type: 'array', items: { type: 'string' } } },
  additionalProperties: false,
};
const open = { type: 'object', properties: { score: { type: 'number' } } };

/** Definitions with graphs inside nodes, and outputs of which more is known, that are valid; by what they show. */
export const VALID_BODIES: [string, Json][] = [
  [
    'a body that reads the item, what is outside and what is upstream in it',
    flow(
      [
        agent('a'),
        {
          ...map(
            'm',
            [
              agent('b', '{{ item.name }} {{ index }} {{ nodes.a.output.text }} {{ input.x }}'),
              transform('c', 'nodes.b.output.text'),
            ],
            { items: 'inputs.people', concurrency: 50, on_item_error: 'skip' },
            {
              edges: [edge('b', 'c', { when: 'index > 0 && input.x != ""' })],
              output: '{{ nodes.b.output }} {{ item }}',
            },
          ),
          inputs: { x: '{{ nodes.a.output.text }}' },
        },
        transform('d', 'nodes.m.output.items[0]'),
      ],
      [edge('a', 'm'), edge('m', 'd')],
      { inputs: { type: 'object', properties: { people: { type: 'array' } } } },
    ),
  ],
  [
    'a loop that reads what the round before gave',
    flow([
      loop('l', [agent('a', '{{ previous }} {{ index }}')], {
        until: 'output == previous || index > 5 || output.ok',
        max_iterations: 1_000,
        initial: { ok: false },
      }),
    ]),
  ],
  [
    'a map in a loop in a map, each reading the others’',
    flow([
      map('outer', [
        loop(
          'l',
          [
            agent('a', '{{ item }} {{ previous }}'),
            map('inner', [agent('b', '{{ item }} {{ previous }} {{ index }} {{ nodes.a.output.text }}')], {
              items: 'item.list',
            }),
          ],
          { initial: '{{ item }}', until: 'output == item' },
          { edges: [edge('a', 'inner')] },
        ),
      ]),
    ]),
  ],
  [
    'a variable that hides item, where there is one and where there is none',
    flow([
      transform('a', '[1].map(item, item + 1).filter(output, output > 1)'),
      map('m', [transform('b', '[item].exists(index, index == item)')]),
    ]),
  ],
  [
    'a body whose node has inputs of its own',
    flow([
      {
        ...map('m', [{ ...agent('a', '{{ input.y }}'), inputs: { y: '{{ input.x }} {{ item }}' } }]),
        inputs: { x: 1 },
      },
    ]),
  ],
  [
    'a body that skips, branches and routes',
    flow([
      map(
        'm',
        [
          condition('a', 'item > 1'),
          { ...agent('b'), on_error: 'route' },
          agent('c', '{{ nodes.b.error.code }}'),
        ],
        {},
        { edges: [edge('a', 'b', { branch: 'yes' }), edge('b', 'c', { kind: 'error' })] },
      ),
    ]),
  ],
  [
    'a workflow inside, with inputs, ids and outputs of its own',
    flow(
      [
        agent('a'),
        call('b', {
          definition: flow([agent('a', '{{ inputs.text }}')], [], {
            ...withInputs('text'),
            output: { short: '{{ nodes.a.output.text }}' },
          }),
          inputs: { text: '{{ nodes.a.output.text }}' },
        }),
        transform('c', 'nodes.b.output.short'),
      ],
      [...AB, edge('b', 'c')],
    ),
  ],
  [
    'a workflow whose required input has a default',
    flow([
      call('a', {
        definition: flow([], [], {
          inputs: { type: 'object', properties: { x: { type: 'number', default: 1 } }, required: ['x'] },
        }),
      }),
    ]),
  ],
  [
    'a workflow that takes any inputs',
    flow([
      call('a', {
        definition: flow([], [], { inputs: { type: 'object', additionalProperties: true } }),
        inputs: { y: 1 },
      }),
    ]),
  ],
  [
    'what a closed schema declares',
    flow(
      [
        { ...agent('a'), output_schema: scored },
        transform('b', 'nodes.a.output.score + size(nodes.a.output.tags[0])'),
      ],
      AB,
    ),
  ],
  [
    'what an open schema may have',
    flow([{ ...agent('a'), output_schema: open }, transform('b', 'nodes.a.output.more.yet')], AB),
  ],
  [
    'what a schema by reference or with alternatives leaves open',
    flow(
      [
        { ...agent('a'), output_schema: { $ref: '#/$defs/x', $defs: { x: scored } } },
        { ...agent('b'), output_schema: { anyOf: [scored, { type: 'string' }] } },
        transform('c', '[nodes.a.output.any, nodes.b.output.any]'),
      ],
      [edge('a', 'c'), edge('b', 'c')],
    ),
  ],
  [
    'the error of a node that goes on',
    flow(
      [
        { ...agent('a'), on_error: 'continue' },
        transform('b', 'has(nodes.a.error) ? nodes.a.error.message : nodes.a.output.text'),
      ],
      AB,
    ),
  ],
];
