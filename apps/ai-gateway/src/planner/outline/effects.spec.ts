import { type Json, type JsonObject, renderTemplate, type WorkflowDefinition } from '@aiwf/definition';
import { plan } from './definition.fixture';

const callsOf = ({ nodes }: WorkflowDefinition): string[] =>
  nodes.flatMap((node) => (node.type === 'http_request' ? [`${node.config.method} ${node.config.url}`] : []));
const namesOf = (prompt: string): string[] => plan(prompt).nodes.map(({ name }) => name ?? '');
/** What each POST sends, by address, when every step has answered with its own id. */
const bodiesOf = (definition: WorkflowDefinition, inputs: JsonObject = {}): Record<string, Json> => {
  const nodes = Object.fromEntries(
    definition.nodes.map(({ id }): [string, { output: Json }] => [
      id,
      { output: { text: id, body: id, status: 200 } },
    ]),
  );
  for (const node of definition.nodes) {
    if (node.type !== 'approval') continue;
    const data = renderTemplate(node.config.data ?? null, { inputs, nodes, execution: { id: 'e' } });
    nodes[node.id] = { output: { branch: 'approved', data } };
  }
  return Object.fromEntries(
    definition.nodes.flatMap((node) =>
      node.type === 'http_request' && node.config.body !== undefined
        ? [[node.config.url, renderTemplate(node.config.body, { inputs, nodes, execution: { id: 'e' } })]]
        : [],
    ),
  );
};

describe('what is sent where', () => {
  it.each(['Send', 'Forward', 'Post', 'Report'])('%s the result to an address', (verb) => {
    const definition = plan(
      `Fetch https://a.example.com/in. Summarise it. ${verb} the result to https://b.example.com/x.`,
    );
    expect(callsOf(definition)).toEqual(['GET https://a.example.com/in', 'POST https://b.example.com/x']);
    expect(bodiesOf(definition)).toEqual({ 'https://b.example.com/x': { text: 'summarise' } });
  });

  it('sends each thing to its own address', () => {
    const definition = plan(
      'Fetch https://a.example.com/menu and translate it into Italian, post the translation to https://b.example.com/in and forward the original to https://c.example.com/log',
    );
    expect(bodiesOf(definition)).toEqual({
      'https://b.example.com/in': { text: 'translate' },
      'https://c.example.com/log': { text: 'fetch' },
    });
  });

  it('understands a second address that shares the verb', () => {
    const definition = plan(
      'Summarise the report, then list the risks. Post the summary to https://b.example.com/in and the risks to https://c.example.com/log',
    );
    expect(bodiesOf(definition)).toEqual({
      'https://b.example.com/in': { text: 'summarise' },
      'https://c.example.com/log': { text: 'list_risks' },
    });
  });

  it('sends the thing itself with what was said of it', () => {
    const definition = plan(
      'Fetch https://a.example.com/o. Validate it and post it to https://b.example.com/x',
    );
    expect(bodiesOf(definition)).toEqual({
      'https://b.example.com/x': { text: 'fetch', validation: 'validate' },
    });
  });

  it('sends what the prompt presumes as it is given', () => {
    const definition = plan('Post the menu to https://x.example.com/menu unless it mentions peanuts');
    expect(Object.keys(definition.inputs?.['properties'] ?? {})).toEqual(['menu']);
    expect(bodiesOf(definition, { menu: 'Soup' })).toEqual({
      'https://x.example.com/menu': { text: 'Soup' },
    });
  });

  it('reads the address that something is of, and writes only to the one it goes to', () => {
    const definition = plan('Send a summary of https://a.example.com/news to https://b.example.com/in');
    expect(callsOf(definition)).toEqual(['GET https://a.example.com/news', 'POST https://b.example.com/in']);
  });

  it.each([
    'Do not post it to https://b.example.com/in',
    "Don't send the summary to https://b.example.com/in",
    'Never forward it to https://b.example.com/in',
    'Write a tweet with a link to https://b.example.com/in',
    'Send me a summary of https://b.example.com/in',
    'Do not send anything to https://b.example.com/in unless the report is negative',
  ])('writes nowhere: %s', (sentence) => {
    const definition = plan(`Summarise the report. ${sentence}.`);
    expect(callsOf(definition).filter((call) => call.startsWith('POST'))).toEqual([]);
  });
});

it('forwards what stands at an address without a model between', () => {
  const definition = plan('Post https://a.example.com/a.json to https://b.example.com/x');
  expect(bodiesOf(definition)).toEqual({ 'https://b.example.com/x': { text: 'fetch' } });
  expect(definition.nodes.map(({ type }) => type)).toEqual(['http_request', 'approval', 'http_request']);
  expect(definition.output).toMatchObject({ result: expect.stringContaining('Sent to b.example.com') });
});

it('reads every address that is compared', () => {
  const definition = plan('Fetch https://a.example.com/1, then compare it with https://a.example.com/2');
  const text = JSON.stringify(definition.nodes.at(-1)?.config);
  expect(text).toContain('nodes.fetch.output.body');
  expect(text).toContain('nodes.fetch_2.output.body');
});

describe('several things in one clause', () => {
  it.each([
    ['Draft a tweet and a LinkedIn post about our new menu', ['tweet', 'linkedin_post']],
    ['Write a slogan, a headline and an email for the launch', ['slogan', 'headline', 'email']],
  ])('%j is a step for each', (prompt, outputs) => {
    const definition = plan(prompt);
    expect(definition.nodes).toHaveLength(outputs.length);
    expect(definition.edges).toEqual([]);
    for (const output of outputs) expect(definition.output).toHaveProperty(output);
    const subject = / (?:about|for) .*$/.exec(prompt)?.[0] ?? '';
    for (const node of definition.nodes) expect(JSON.stringify(node.config)).toContain(subject);
  });

  it('lets each work on the same thing', () => {
    const definition = plan('Read https://a.example.com/p and write a summary and a list of open questions');
    expect(definition.edges).toEqual([
      { source: 'fetch', target: 'summarise' },
      { source: 'fetch', target: 'list_open_questions' },
    ]);
  });

  it('leaves what the text is about whole', () => {
    expect(plan('Write a story about a cat and a dog').nodes).toHaveLength(1);
  });
});

it('asks for the code whose changes are to be reviewed', () => {
  const { inputs } = plan('Review code changes and suggest improvements');
  expect(JSON.stringify(inputs)).toContain('Sample code changes');
});

describe('names of steps', () => {
  it.each([
    'Create a workflow that processes customer support tickets',
    'Create a workflow that automatically responds to customer emails',
    'Create a workflow that monitors social media mentions and sends alerts',
    'Create a workflow that processes new user registrations',
    'Test workflow',
    'Explain photosynthesis, review it, summarise it, then record it and report on it',
    'If the review is positive, write a thank you note, otherwise write an apology',
    'Post the log to https://a.example.com/x and to https://a.example.com/y',
  ])('say each thing once: %s', (prompt) => {
    const names = namesOf(prompt);
    expect(new Set(names).size).toBe(names.length);
    for (const name of names) {
      const stems = (name.toLowerCase().match(/[a-z]+/g) ?? []).map((word) => word.slice(0, 5));
      expect([name, stems.length]).toEqual([name, new Set(stems).size]);
    }
  });

  it('name what is worked on', () => {
    expect(namesOf('Explain photosynthesis, then list its key terms')).toEqual([
      'Explain photosynthesis',
      'List key terms',
    ]);
  });

  it('tell branches apart', () => {
    const names = namesOf('Create a workflow that processes customer support tickets');
    expect(names.filter((name) => name.startsWith('Reply'))).toEqual([
      expect.stringContaining('(urgent)'),
      expect.stringContaining('(not urgent)'),
    ]);
  });
});
