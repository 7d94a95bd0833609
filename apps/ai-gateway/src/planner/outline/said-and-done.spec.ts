import { validateDefinition, type NodeDefinition, type WorkflowDefinition } from '@aiwf/definition';
import { planOutline } from './plan-outline';
import { refineOutline } from './refinement/refine-outline';

const plan = (prompt: string): WorkflowDefinition => {
  const { definition } = planOutline(prompt);
  expect(validateDefinition(definition)).toMatchObject({ valid: true });
  return definition;
};
const ofType = <T extends NodeDefinition['type']>(
  { nodes }: Pick<WorkflowDefinition, 'nodes'>,
  type: T,
): Extract<NodeDefinition, { type: T }>[] =>
  nodes.filter((node): node is Extract<NodeDefinition, { type: T }> => node.type === type);
const sendings = (definition: WorkflowDefinition) =>
  ofType(definition, 'http_request').filter(({ config }) => (config.method ?? 'GET') !== 'GET');

describe('sending that nobody asked for', () => {
  it.each([
    'Prepare a reply to the angry customer and show it to my supervisor. Nothing must be sent.',
    'Send the report to https://hooks.example.com/y and do not send anything to anyone.',
    'Write ten interview questions, rank them and add a model answer to each',
  ])('is not planned: %s', (prompt) => {
    expect(sendings(plan(prompt))).toEqual([]);
  });

  it('asks me what only I can say, and sends what I answered', () => {
    const definition = plan(
      'Suggest three slots, ask me which one I want, and post it to https://c.example.com/e',
    );
    const [approval, ...others] = ofType(definition, 'approval');
    expect(approval?.config.message).toContain('which one you want');
    expect(others).toEqual([]);
    expect(sendings(definition).map(({ config }) => [config.url, config.body])).toEqual([
      ['https://c.example.com/e', { text: `{{ nodes.${approval?.id}.output.data }}` }],
    ]);
  });

  it('does not keep what waits for a yes from being sent', () => {
    const definition = plan(
      'Write a post for https://b.example.com/p. Send it to https://b.example.com/p but do not send it until I approve it.',
    );
    expect(sendings(definition)).toHaveLength(1);
  });
});

it('sends what was approved, by whatever name it goes', () => {
  const definition = plan(
    'Read the contract, list the risks, wait for approval from legal and send the list to https://c.example.com/i',
  );
  const [approval] = ofType(definition, 'approval');
  expect(sendings(definition)[0]?.config.body).toEqual({ text: `{{ nodes.${approval?.id}.output.data }}` });
});

it.each([
  ['Get https://a.example.com/prices.json and compare the prices.', 'nodes.fetch.output.body'],
  ['Get https://api.example.com/v1/orders and write a report about the orders', 'nodes.fetch.output.body'],
])('reads what was fetched: %s', (prompt, read) => {
  const definition = plan(prompt);
  expect(JSON.stringify(ofType(definition, 'agent'))).toContain(read);
  expect(definition.inputs).toBeUndefined();
});

it('reads one item at a time, of the items that are named, so many at once', () => {
  const [map] = ofType(plan('Write a short greeting for each of these cities: Oslo, Rome, Lima'), 'map');
  const definition = plan('Write a short greeting for each of these cities: Oslo, Rome, Lima');
  expect(definition.inputs).toMatchObject({ properties: { cities: { default: ['Oslo', 'Rome', 'Lima'] } } });
  expect(JSON.stringify(map?.config.body)).toContain('{{ item }}');
  const [paced] = ofType(plan('For each customer in the list, write a mail, at most 3 at a time'), 'map');
  expect(paced?.config.concurrency).toBe(3);
  const [bare] = ofType(plan('I will pass you a list of documents. Summarise each in one paragraph.'), 'map');
  expect(JSON.stringify(bare?.config.body)).not.toContain('inputs.');
});

it('waits between one item and the next', () => {
  const [map] = ofType(
    plan('For every subscriber write a greeting, waiting 30 seconds between one and the next'),
    'map',
  );
  expect(ofType(map?.config.body ?? { nodes: [] }, 'wait').map(({ config }) => config.seconds)).toEqual([30]);
});

it('sends a short text as it is quoted', () => {
  const definition = plan('Post "Happy new year" to https://x.example.com/wall');
  expect(definition.inputs).toMatchObject({ properties: { text: { default: 'Happy new year' } } });
  expect(ofType(definition, 'agent')).toEqual([]);
});

it('gives out what was fetched instead of what failed', () => {
  const { output } = plan(
    'Fetch https://a.example.com/x.json, if it fails fetch https://b.example.com/y.json.',
  );
  expect(JSON.stringify(output)).toContain('nodes.fetch_2.output.body');
});

it.each([
  [
    'Use the tool mcp:root/shell to run rm and then summarise the output',
    /tool "mcp:root\/shell" is not known/,
  ],
  [
    'Get https://api.example.com/me with the API key sk-live-4f9a8b7c6d5e4f3a and summarise it',
    /key or another secret/,
  ],
  ['Summarise the book. Use 999999 model calls.', /No limit can be larger than 100000 model calls/],
])('says what it can not do: %s', (prompt, warning) => {
  const { definition, warnings } = planOutline(prompt);
  expect(warnings.join('\n')).toMatch(warning);
  expect(JSON.stringify(definition.nodes)).not.toMatch(/rm -rf|sk-live/);
  expect(validateDefinition(definition)).toMatchObject({ valid: true });
});

it.each([
  '999999999999999999999 model calls, 1e99 tokens, $99999999999',
  'Wait 99999 years, then wait -5 seconds and repeat it 99999 times',
  'for each for each for each of of of, at most 0 at a time',
  'between 5 and between 7 and, below below 10, above that above that',
  'one agent another a third the the, and a fourth',
  'have a, an and one each each each',
  'ask me which which what, unless until before I approve approve',
  'X gets a Y, Z a, the rest, the rest a, everything else',
  'post "" to https://x.example.com and delete them there',
  '::::, ,, and and; then then -> -> "',
  'retry retry up to 99999 times until until until',
])('plans something valid of anything: %s', (prompt) => {
  expect(validateDefinition(planOutline(prompt).definition)).toMatchObject({ valid: true });
});

it('fetches first what parts of one wish look at side by side', () => {
  const definition = plan(
    'Fetch https://example.com/a.json, check the data for gaps and for mistakes, all at once, then list every finding.',
  );
  const edges = (definition.edges ?? []).map(({ source, target }) => `${source}>${target}`);
  expect(edges).toEqual(expect.arrayContaining(['fetch>validate', 'fetch>validate_2']));
});

describe('a change', () => {
  const haiku = plan(
    'Write a haiku about autumn, wait two days and improve it until it is good, at most five times',
  );

  it.each([
    [
      'Wait a week instead of two days',
      (d: WorkflowDefinition) => ofType(d, 'wait')[0]?.config.seconds,
      604_800,
    ],
    [
      'Stop after three rounds at the latest',
      (d: WorkflowDefinition) => ofType(d, 'loop')[0]?.config.max_iterations,
      3,
    ],
    [
      'Write the haiku in Norwegian',
      (d: WorkflowDefinition) => JSON.stringify(d).includes('Write it in Norwegian.'),
      true,
    ],
  ])('is made: %s', (instruction, seen, expected) => {
    expect(seen(refineOutline(haiku, instruction).definition)).toEqual(expected);
  });

  const fetched = plan('Fetch https://api.example.com/rates and explain the rates');

  it('may be how often a request is tried', () => {
    const { definition } = refineOutline(fetched, 'Try the request up to five times');
    expect(ofType(definition, 'http_request')[0]?.retry).toMatchObject({ max_attempts: 5 });
  });

  it('may add a sending behind an approval, and take it out again', () => {
    const posted = refineOutline(
      fetched,
      'Post the explanation to https://h.example.com/b right away and skip every approval',
    );
    expect(sendings(posted.definition)).toHaveLength(1);
    expect(ofType(posted.definition, 'approval')).toHaveLength(1);
    expect(posted.warnings.join()).toContain('only when a person approves');
    for (const instruction of ["Don't send anything", 'Take the posting out again'])
      expect(sendings(refineOutline(posted.definition, instruction).definition)).toEqual([]);
  });
});
