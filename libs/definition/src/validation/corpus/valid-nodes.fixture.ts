import type { Json } from '../../types';
import { agent, approval, crew, edge, flow, http, transform, wait, withInputs } from './builders.fixture';

/** Definitions whose nodes and edges use what there is beyond the plain case, and are valid; by what they show. */
export const VALID_NODES: [string, Json][] = [
  [
    'a hierarchical crew with everything',
    flow(
      [
        crew('a', {
          process: 'hierarchical',
          manager: {
            role: 'Boss',
            goal: 'g',
            backstory: '{{ inputs.x }}',
            max_turns: 5,
            model: 'openai:gpt-4o',
            fallback_model: 'google:gemini',
          },
          agents: [
            {
              id: 'w',
              role: 'r',
              goal: 'g',
              backstory: 'b',
              tools: [],
              max_turns: 1,
              model: 'a:b',
              fallback_model: 'c:d',
              limits: { max_tokens: 5 },
            },
          ],
          tasks: [
            {
              id: 't0',
              description: 'd',
              expected_output: 'e',
              async: true,
              guardrail: { instruction: 'Be kind to {{ inputs.x }}.' },
            },
            {
              id: 't1',
              description: 'd',
              expected_output: 'e',
              agent: 'w',
              context: ['t0'],
              async: false,
              output_schema: {
                type: 'object',
                properties: { n: { type: 'number' } },
                additionalProperties: false,
              },
              guardrail: {
                expression: 'output.data.n > 1 && output.text != inputs.x',
                message: 'm',
                max_retries: 10,
              },
            },
          ],
          memory: true,
          max_depth: 5,
          max_calls: 10_000,
        }),
        transform('b', 'nodes.a.output.tasks.t1.data.n + nodes.a.output.data.n'),
      ],
      [edge('a', 'b')],
      withInputs('x'),
    ),
  ],
  [
    'a request with everything',
    flow(
      [
        http('a', 'https://x.de/', {
          method: 'POST',
          headers: { authorization: { secret: 'API_KEY', prefix: 'Bearer ' }, accept: 'text/{{ inputs.x }}' },
          query: { key: { secret: 'KEY' }, list: ['{{ inputs.x }}', 1, null], filter: { a: 1 } },
          body: { x: ['{{ inputs.x }}'] },
          effect: 'read',
          idempotency_key: true,
          retry_statuses: [404],
        }),
        http('b', 'https://x.de/', { method: 'POST', idempotency_key: '{{ inputs.x }}' }),
      ],
      [],
      withInputs('x'),
    ),
  ],
  [
    'a prefix that is no template',
    flow([http('a', 'https://x.de/', { headers: { a: { secret: 'K', prefix: '{{' } } })]),
  ],
  [
    'waits of every kind',
    flow(
      [
        wait('a', { seconds: 0 }),
        wait('b', { seconds: '{{ double(inputs.x) * 60.0 }}' }),
        wait('c', { until: '2030-01-31T08:00:00.5+01:00' }),
        wait('d', { until: '{{ inputs.x }}' }),
        wait('e', { event: 'invoice.paid:1', timeout_seconds: 31_536_000 }),
        transform('f', 'nodes.e.output.data.amount'),
        transform('g', 'nodes.a.output.at'),
      ],
      [
        edge('e', 'f', { branch: 'received' }),
        edge('e', 'g', { branch: 'timeout' }),
        edge('a', 'g', { branch: 'elapsed' }),
      ],
      withInputs('x'),
    ),
  ],
  [
    'an approval with everything',
    flow(
      [
        approval('a', {
          message: 'Send it to {{ inputs.x }}?',
          data: { to: '{{ inputs.x }}' },
          approvers: ['ada', 'bob'],
          required: 2,
          form: {
            type: 'object',
            properties: { why: { type: 'string', pattern: '^\\w+$' } },
            required: ['why'],
          },
          reminder_seconds: 60,
          timeout_seconds: 600,
        }),
        transform(
          'b',
          'nodes.a.output.data.to + nodes.a.output.form.why + nodes.a.output.decisions[0].user_id',
        ),
        transform('c', '1'),
      ],
      [
        edge('a', 'b', { branch: 'approved' }),
        edge('a', 'c', { branch: 'rejected' }),
        edge('a', 'c', { branch: 'timeout' }),
      ],
      withInputs('x'),
    ),
  ],
  [
    'joins of every kind',
    flow(
      [
        agent('a'),
        agent('b'),
        { ...agent('c'), join: 'any' },
        { ...agent('d'), join: 'quorum(2)' },
        { ...agent('e'), join: 'all' },
      ],
      ['c', 'd', 'e'].flatMap((id) => [edge('a', id), edge('b', id)]),
    ),
  ],
  [
    'a failure that is routed, under a condition',
    flow(
      [{ ...agent('a'), on_error: 'route' }, agent('b'), agent('c', '{{ nodes.a.error.message }}')],
      [edge('a', 'b'), edge('a', 'c', { kind: 'error', when: 'nodes.a.error.code != "timeout"' })],
    ),
  ],
  [
    'compensation that reads what it undoes and what was before',
    flow(
      [agent('a'), agent('b'), agent('undo', '{{ nodes.a.output.text }} {{ nodes.b.output.text }}')],
      [edge('a', 'b'), edge('b', 'undo', { kind: 'compensation' })],
    ),
  ],
  [
    'tools of every kind',
    flow([agent('a', 'p', { tools: ['calculator', 'ask_human', 'mcp:files/read_file'] })]),
  ],
  [
    'a schema with every keyword',
    flow([
      {
        ...agent('a'),
        output_schema: {
          $schema: 'https://json-schema.org/draft/2020-12/schema',
          $id: 'answer',
          $comment: 'c',
          title: 't',
          description: 'd',
          type: ['object', 'null'],
          properties: {
            list: {
              type: 'array',
              items: true,
              prefixItems: [{ const: 1 }],
              minItems: 0,
              maxItems: 9,
              uniqueItems: true,
            },
            text: {
              type: 'string',
              minLength: 1,
              maxLength: 9,
              pattern: 'x',
              format: 'email',
              enum: ['x'],
              default: 'x',
              examples: ['x'],
            },
            number: { minimum: 1, maximum: 2, exclusiveMinimum: 0, exclusiveMaximum: 3, multipleOf: 0.5 },
            other: { anyOf: [{}], oneOf: [true], allOf: [{ $ref: '#/$defs/d' }], not: false },
            old: { deprecated: true, readOnly: true, writeOnly: false },
          },
          required: ['list'],
          additionalProperties: { $ref: '#' },
          patternProperties: { '^x': { type: 'integer' } },
          propertyNames: { maxLength: 9 },
          minProperties: 1,
          maxProperties: 9,
          $defs: { d: { type: 'boolean' } },
        },
      },
    ]),
  ],
];
