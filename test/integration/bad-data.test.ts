import { chain, compute, http, render } from '../harness/graphs';
import { scriptedEngine } from '../harness/scripted-engine';

/** Real: engine, Temporal, PGlite, HTTP. Scripted: the model, which nothing here asks. */
const under = scriptedEngine();

const open = { inputs: { type: 'object', additionalProperties: true } };
const inputs = {
  nothing: null,
  text: 'five',
  list: [1, 2],
  zero: 0,
  long: Array(1_000).fill(1),
  book: 'x'.repeat(100_000),
};

/** What a node comes to whose data is not as it needs it: the node, its error's code, and what the message says. */
const CASES: [string, object, string, RegExp][] = [
  [
    'a reference that is null',
    compute('n', 'inputs.nothing.name'),
    'null_value',
    /"name" of inputs\.nothing, which is null.*has\(/,
  ],
  [
    'a field that is not there',
    compute('n', 'inputs.absent'),
    'missing_key',
    /inputs has no "absent"\. Use one of "book"/,
  ],
  [
    'an element that is not there',
    compute('n', 'inputs.list[7]'),
    'missing_key',
    /2 elements, so none at \[7\]/,
  ],
  [
    'an expression that throws',
    compute('n', '1 / int(inputs.zero)'),
    'division_by_zero',
    /right side of "\/" is 0/,
  ],
  [
    'a conversion that can’t be',
    compute('n', 'int(inputs.text)'),
    'invalid_argument',
    /int\(\) cannot read this string/,
  ],
  [
    'types that don’t go together',
    compute('n', 'inputs.text + inputs.zero'),
    'type_mismatch',
    /Turn the other side into text with string/,
  ],
  ['an integer past 2^53', compute('n', '9007199254740991 + 1'), 'overflow', /beyond 2\^53 - 1/],
  [
    'an expression that exceeds its counts',
    compute('n', 'inputs.long.all(x, inputs.long.all(y, x == y))'),
    'budget_exceeded',
    /more than 100000 steps.*make the lists it walks shorter/,
  ],
  [
    'a result that is too large',
    render('n', '{{ inputs.book }}'.repeat(400)),
    'result_too_large',
    /^The result is larger than \d+ characters/,
  ],
  [
    'a branch that is neither true nor false',
    { id: 'n', type: 'condition', config: { branches: [{ name: 'yes', when: 'inputs.text' }] } },
    'expression_type',
    /"when" of branch "yes" must be true or false, but it gave "five"/,
  ],
  [
    'a map over what is no list',
    { id: 'n', type: 'map', config: { items: 'inputs.text', body: { nodes: [compute('inner', '1')] } } },
    'expression_type',
    /"items" of the map must be a list, but they are "five"/,
  ],
  [
    'a loop whose end is no verdict',
    { id: 'n', type: 'loop', config: { until: 'inputs.text', body: { nodes: [compute('inner', '1')] } } },
    'expression_type',
    /"until" of the loop must be true or false/,
  ],
  [
    'an output that does not fit its schema',
    { ...compute('n', 'inputs.text'), output_schema: { type: 'integer' } },
    'output_schema_mismatch',
    /output_schema: \/: This is string, not "integer"/,
  ],
  [
    'inputs that do not fit the workflow it calls',
    {
      id: 'n',
      type: 'workflow',
      config: {
        definition: {
          name: 'inner',
          inputs: { type: 'object', properties: { n: { type: 'integer' } } },
          nodes: [],
        },
        inputs: { n: '{{ inputs.text }}' },
      },
    },
    'invalid_inputs',
    /inputs don't fit the workflow: \/n/,
  ],
  ...(
    [
      ['null', 'nothing', /but it is null$/],
      ['a list', 'list', /but it is \[1,2\]$/],
      ['a word', 'text', /"seconds" must be a number from 0 to 31536000, but it is "five"$/],
    ] as const
  ).map(([what, name, message]): [string, object, string, RegExp] => [
    `a wait for ${what}`,
    { id: 'n', type: 'wait', config: { seconds: `{{ inputs.${name} }}` } },
    'invalid_time',
    message,
  ]),
  [
    'a time without its zone',
    { id: 'n', type: 'wait', config: { until: '{{ "2030-01-01T08:00:00" }}' } },
    'invalid_time',
    /"until" must be an ISO 8601 time with its zone/,
  ],
  [
    'an address that is none',
    http('n', { url: '{{ inputs.text }}' }),
    'invalid_url',
    /absolute http:\/\/ or https:\/\/ URL/,
  ],
  [
    'a header that HTTP forbids',
    http('n', { url: 'https://example.com', headers: { 'x-a': '{{ "a\\nb" }}' } }),
    'invalid_header',
    /header "x-a" is not valid/,
  ],
];

it.each(CASES)('%s is an error of the node, with what to change', async (_what, node, code, message) => {
  const view = await under.engine.run({ name: 'bad', ...open, nodes: [node] }, inputs);
  expect(view).toMatchObject({
    status: 'failed',
    nodes: [{ status: 'failed', error_code: code, error_message: expect.stringMatching(message) }],
    error_message: expect.stringMatching(/^Node "n" failed: /),
  });
});

it('each of them may be handled in the graph, by its code', async () => {
  const nodes = CASES.map(([, node], index) => {
    const text = JSON.stringify(node)
      .replace('"id":"n"', `"id":"n${index}"`)
      .replaceAll('"id":"inner"', `"id":"inner${index}"`);
    return { ...(JSON.parse(text) as object), on_error: 'continue' };
  });
  const codes = CASES.map((_, index) => `{{ nodes.n${index}.error.code }}`);
  const view = await under.engine.run(
    {
      name: 'handled',
      ...open,
      nodes: [...nodes, render('codes', codes)],
      edges: CASES.flatMap((_, index) => chain(`n${index}`, 'codes')),
      output: '{{ nodes.codes.output }}',
    },
    inputs,
  );
  expect(view.output_data).toEqual({ result: CASES.map(([, , code]) => code) });
});

it('a node reads null of what was skipped, and says so when that is not tested first', async () => {
  const graph = (expression: string) => ({
    name: 'skipped',
    nodes: [
      {
        id: 'gate',
        type: 'condition',
        config: { branches: [{ name: 'open', when: 'false' }], default: 'shut' },
      },
      render('inside', { x: 1 }),
      compute('other', '2'),
      compute('after', expression),
    ],
    edges: [
      { source: 'gate', target: 'inside', branch: 'open' },
      { source: 'gate', target: 'other', branch: 'shut' },
      ...chain('inside', 'after'),
      ...chain('other', 'after'),
    ],
    output: '{{ nodes.after.output }}',
  });
  expect(await under.engine.run(graph('nodes.inside.output.x'))).toMatchObject({
    status: 'failed',
    error_message: expect.stringContaining("which is null. A skipped node's output is null; test it first"),
  });
  const tested = graph('has(nodes.inside.output.x) ? nodes.inside.output.x : nodes.other.output');
  expect((await under.engine.run(tested)).output_data).toEqual({ result: 2 });
});
