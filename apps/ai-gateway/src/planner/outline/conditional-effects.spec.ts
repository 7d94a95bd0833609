import { evaluateExpression, type Json, type WorkflowDefinition } from '@aiwf/definition';
import { plan } from './definition.fixture';

const HOOK = 'https://hooks.example.com/x';
const OTHER_HOOK = 'https://other.example.com/y';

const idOfPost = ({ nodes }: WorkflowDefinition, url: string): string =>
  nodes.find(
    (node) => node.type === 'http_request' && node.config.method === 'POST' && node.config.url === url,
  )?.id ?? `no POST to ${url}`;
/** Nodes that run whichever way every choice goes: reachable from a start without passing a branch. */
const unconditional = ({ nodes, edges = [] }: WorkflowDefinition): Set<string> => {
  const targets = new Set(edges.map(({ target }) => target));
  const reached = new Set(nodes.filter(({ id }) => !targets.has(id)).map(({ id }) => id));
  for (const id of reached)
    for (const { source, branch, target } of edges)
      if (source === id && branch === undefined) reached.add(target);
  return reached;
};
/** Branches of conditions that lead to a node, as `decide:yes`; what only guards a sending is passed through. */
const branchesTo = ({ nodes, edges = [] }: WorkflowDefinition, id: string): string[] => {
  const isGuard = (source: string): boolean =>
    source.startsWith('has_address') || nodes.find((node) => node.id === source)?.type === 'approval';
  const before = edges.filter(({ target }) => target === id);
  return [
    ...new Set(
      before.flatMap((edge) =>
        edge.branch === undefined || isGuard(edge.source)
          ? branchesTo({ name: '', nodes, edges }, edge.source)
          : [`${edge.source}:${edge.branch}`],
      ),
    ),
  ];
};
const promptsOf = ({ nodes }: WorkflowDefinition): string =>
  nodes.map((node) => (node.type === 'agent' ? node.config.prompt : '')).join('\n');
const decides = (definition: WorkflowDefinition, outputs: Record<string, Json>, inputs = {}): boolean => {
  const node = definition.nodes.find(({ type }) => type === 'condition');
  if (node?.type !== 'condition') throw new Error('no condition');
  const nodes = Object.fromEntries(Object.entries(outputs).map(([id, output]) => [id, { output }]));
  return evaluateExpression(node.config.branches[0]?.when ?? '', {
    inputs,
    nodes,
    execution: { id: 'exec_1' },
  }) as boolean;
};

const OPENINGS = ['', 'Fetch https://example.com/data.json, ', 'Fetch https://example.com/data.json. '];
const WORKS = [
  ['summarise it', 'the summary'],
  ['classify it', 'it'],
  ['draft a tweet about it', 'the tweet'],
];
const SENDS = [
  (what: string) => `post ${what} to ${HOOK}`,
  (what: string) => `send ${what} to ${HOOK}`,
  (what: string) => `report ${what} to ${HOOK}`,
  () => `notify the team at ${HOOK}`,
];
const CASES: readonly (readonly [name: string, put: (work: string, send: string) => string])[] = [
  ['leading if', (work, send) => `${work}, then if it mentions outages, ${send}`],
  ['leading if in a sentence', (work, send) => `${work}. If it mentions outages, ${send}.`],
  [
    'leading if without a comma',
    (work, send) => `${work}. If it mentions outages ${send}, otherwise do nothing`,
  ],
  ['trailing if', (work, send) => `${work} and ${send} if it mentions outages`],
  ['trailing if after a comma', (work, send) => `${work}, then ${send}, if it mentions outages.`],
  ['only if', (work, send) => `${work} and ${send} only if the tone is angry`],
  ['but only if', (work, send) => `${work} and ${send}, but only if it is urgent`],
  ['when', (work, send) => `${work} and ${send} when it mentions new outages`],
  ['as long as', (work, send) => `${work} and ${send} as long as it is urgent`],
  ['provided that', (work, send) => `${work} and ${send} provided that it is urgent`],
  ['in case', (work, send) => `${work} and ${send} in case it is urgent`],
  ['unless', (work, send) => `${work} and ${send} unless it is fine`],
  ['leading unless', (work, send) => `${work}. Unless it is fine, ${send}`],
  ['otherwise nothing', (work, send) => `${work} and ${send} if it mentions outages, otherwise do nothing`],
  ['else skip', (work, send) => `${work} and ${send} if it is urgent; else skip it.`],
  ['if not', (work, send) => `${work} and ${send} if it is urgent. If not, stop.`],
  [
    'otherwise elsewhere',
    (work, send) => `${work} and ${send} if it mentions outages, otherwise post it to ${OTHER_HOOK}`,
  ],
  ['check first', (work, send) => `${work}, check whether it mentions outages and ${send} if so`],
];

describe('what a sentence puts under a condition', () => {
  const sentences = CASES.flatMap(([name, put]) =>
    OPENINGS.flatMap((opening) =>
      WORKS.flatMap(([work = '', what = '']) =>
        SENDS.map((send): [string, string] => [name, `${opening}${put(work, send(what))}`]),
      ),
    ),
  );

  it.each(sentences)('%s: %s', (_name, prompt) => {
    const definition = plan(prompt);
    const always = unconditional(definition);
    expect(idOfPost(definition, HOOK)).toMatch(/^deliver/);
    for (const node of definition.nodes) {
      const acts = node.type === 'http_request' && node.config.method === 'POST';
      expect([node.id, acts && always.has(node.id)]).toEqual([node.id, false]);
    }
    expect(promptsOf(definition)).not.toMatch(/do nothing|skip it|stop\./i);
  });

  it.each([
    ['yes', `If https://e.com/a mentions outages, post a summary to ${HOOK}`],
    ['yes', `Only post the log to ${HOOK} if it is long`],
    ['yes', `Should the log mention errors, post it to ${HOOK}`],
    ['yes', `Post the log to ${HOOK} where it is long`],
    ['yes', `Post the log to ${HOOK} in the event of an outage`],
    ['yes', `Post the log to ${HOOK} if and only if it is long`],
    ['yes', `Summarise the log, and then, provided it is long, post it to ${HOOK}`],
    ['yes', `Post the log to ${HOOK} only after it mentions outages`],
    ['no', `Post the log to ${HOOK}, but not if it is empty`],
    ['no', `If the log is short do nothing, otherwise post it to ${HOOK}`],
    ['no', `Unless the log is short, post it to ${HOOK}`],
  ])('is sent on "%s": %s', (answer, prompt) => {
    const definition = plan(prompt);
    expect(branchesTo(definition, idOfPost(definition, HOOK))).toEqual([`decide:${answer}`]);
  });

  it('is the last step of its clause, and the other branch ends', () => {
    const definition = plan(
      `Fetch https://example.com/data.json, summarise it and post the summary to ${HOOK} if it mentions outages, otherwise do nothing`,
    );
    expect(definition.nodes.map(({ id }) => id)).toEqual([
      'fetch',
      'summarise',
      'check',
      'decide',
      'approve',
      'deliver',
      'outcome',
    ]);
    expect(definition.edges).toEqual([
      { source: 'fetch', target: 'summarise' },
      { source: 'summarise', target: 'check' },
      { source: 'check', target: 'decide' },
      { source: 'decide', branch: 'yes', target: 'approve' },
      { source: 'approve', branch: 'approved', target: 'deliver' },
      { source: 'deliver', target: 'outcome' },
      { source: 'approve', branch: 'rejected', target: 'outcome' },
      { source: 'decide', branch: 'no', target: 'outcome' },
    ]);
    const outcome = definition.nodes.at(-1);
    if (outcome?.type !== 'transform') throw new Error('no outcome');
    const said = (branch: string): Json =>
      evaluateExpression(outcome.config.expression ?? '', {
        inputs: {},
        nodes: {
          decide: { output: { branch } },
          summarise: { output: { text: 'All is down.' } },
          deliver: { output: { status: 200 } },
        },
        execution: { id: 'exec_1' },
      });
    expect(said('yes')).toBe('Yes: sent to hooks.example.com.');
    expect(said('no')).toBe('No: nothing was done.');
  });

  it('takes the other address when the answer is no', () => {
    const definition = plan(
      `Summarise the log and post it to ${HOOK} if it mentions outages, otherwise post it to ${OTHER_HOOK}`,
    );
    expect(branchesTo(definition, idOfPost(definition, HOOK))).toEqual(['decide:yes']);
    expect(branchesTo(definition, idOfPost(definition, OTHER_HOOK))).toEqual(['decide:no']);
  });

  it('asks the second question only when the answer to the first is no', () => {
    const definition = plan(
      `Summarise the log. If it is urgent, post it to ${HOOK}, otherwise if it is long, post it to ${OTHER_HOOK}.`,
    );
    expect(branchesTo(definition, idOfPost(definition, OTHER_HOOK))).toEqual(['decide_2:yes']);
    expect(branchesTo(definition, 'decide_2')).toEqual(['decide:no']);
  });

  it.each([
    `Classify the complaint. When it concerns heat, forward it to ${HOOK}; when it concerns noise, forward it to ${OTHER_HOOK}; otherwise send it to https://rest.example.com/z.`,
    `Classify the complaint. If it concerns heat, forward it to ${HOOK}. If it concerns noise, forward it to ${OTHER_HOOK}. Otherwise, send it to https://rest.example.com/z.`,
    `Classify the complaint, forward it to ${HOOK} if it concerns heat, forward it to ${OTHER_HOOK} if it concerns noise, otherwise send it to https://rest.example.com/z.`,
  ])('takes "otherwise" for none of the cases before it: %s', (prompt) => {
    const definition = plan(prompt);
    expect(branchesTo(definition, idOfPost(definition, HOOK))).toEqual(['decide:yes']);
    expect(branchesTo(definition, 'decide_2')).toEqual(['decide:no']);
    expect(branchesTo(definition, idOfPost(definition, OTHER_HOOK))).toEqual(['decide_2:yes']);
    expect(branchesTo(definition, idOfPost(definition, 'https://rest.example.com/z'))).toEqual([
      'decide_2:no',
    ]);
  });

  it('takes "otherwise" for its own case alone where that is a sentence of its own', () => {
    const definition = plan(
      `Classify the complaint. If it is urgent, notify the manager. If it concerns noise, forward it to ${HOOK}, otherwise send it to ${OTHER_HOOK}.`,
    );
    expect(branchesTo(definition, idOfPost(definition, OTHER_HOOK))).toEqual(['decide_2:no']);
    expect(branchesTo(definition, 'decide_2')).not.toEqual(['decide:no']);
  });

  it('leaves the text as it was where it is not to be changed', () => {
    const definition = plan('Write a story about a dragon, then make it shorter if it is too long');
    const outcome = definition.nodes.find(({ id }) => id === 'outcome');
    expect(JSON.stringify(outcome?.config)).toContain(': nodes.draft_story.output.text');
  });

  it('is about something given where nothing else is named', () => {
    const definition = plan(`Notify the coach at ${HOOK} if the athlete is injured`);
    expect(promptsOf(definition)).toContain('{{ inputs.athlete }}');
  });

  it('sends on "no" what "unless" excepts', () => {
    const definition = plan(`Classify the log and post it to ${HOOK} unless it is fine`);
    expect(branchesTo(definition, 'deliver')).toEqual(['decide:no']);
    expect(unconditional(definition)).toContain('classify');
  });

  it('is every step with an effect that the clause joins', () => {
    const definition = plan(
      `Summarise the log, notify the manager and post the summary to ${HOOK} and to ${OTHER_HOOK} if it mentions outages`,
    );
    for (const id of ['notify', idOfPost(definition, HOOK), idOfPost(definition, OTHER_HOOK)])
      expect(branchesTo(definition, id)).toEqual(['decide:yes']);
    expect(unconditional(definition)).toContain('summarise');
  });

  it('is the whole making of a reply', () => {
    const definition = plan('Reply to the email if it is urgent');
    expect([...unconditional(definition)]).toEqual(['check', 'decide']);
    expect(definition.nodes.length).toBeGreaterThan(5);
  });

  it('goes on after the condition where the sentence starts something new', () => {
    const definition = plan(`Summarise the log, post it to ${HOOK} if it is urgent, then list the errors`);
    expect(branchesTo(definition, 'deliver')).toEqual(['decide:yes']);
    expect(definition.nodes.at(-1)?.id).toBe('list_errors');
    expect(branchesTo(definition, 'list_errors').length).toBeGreaterThan(1);
  });

  it('sends an alert only where watching has found a reason', () => {
    const definition = plan(`Monitor the server log and send alerts to ${HOOK}`);
    expect(branchesTo(definition, 'deliver')).toEqual(['decide:yes']);
  });
});

describe('how a condition is decided', () => {
  it('looks for the word itself, in any case, in what was fetched and made of it', () => {
    const definition = plan(
      `Fetch https://example.com/a, summarise it and post it to ${HOOK} if it mentions outages`,
    );
    const check = definition.nodes.find(({ id }) => id === 'check');
    expect(check?.type).toBe('transform');
    expect(JSON.stringify(check?.config)).toContain('nodes.fetch.output.body');
    expect(JSON.stringify(check?.config)).toContain('nodes.summarise.output.text');
    expect(decides(definition, { check: 'An OUTAGE in Oslo' })).toBe(true);
    expect(decides(definition, { check: 'All is well' })).toBe(false);
  });

  it.each([
    ['if it contains "penalty" or "late fee"', 'a LATE FEE applies', 'nothing due'],
    ['if the contract mentions penalties', 'The Penalty is high', 'nothing due'],
    ['if it does not mention liability', 'nothing due', 'Liability is limited'],
  ])('takes words as they stand: %s', (condition, yes, no) => {
    const definition = plan(`Post the contract to ${HOOK} ${condition}`);
    expect(decides(definition, { check: yes })).toBe(true);
    expect(decides(definition, { check: no })).toBe(false);
  });

  it('does not find its own words in what was said of the condition before', () => {
    const definition = plan(
      `Fetch https://example.com/a. If it mentions outages, notify the manager. If it mentions outages, post it to ${HOOK}.`,
    );
    expect(
      JSON.stringify(definition.nodes.flatMap((node) => (node.type === 'transform' ? [node.config] : []))),
    ).not.toMatch(/outage/i);
  });

  it.each([
    'if it mentions a problem',
    'if it contains personal information',
    'if it is urgent',
    'if it mentions anything unusual',
  ])('asks a model where words do not decide: %s', (condition) => {
    const definition = plan(`Summarise the log and post it to ${HOOK} ${condition}`);
    expect(definition.nodes.find(({ id }) => id === 'check')?.type).toBe('agent');
  });

  it.each(['Yes', 'yes.', ' YES, it is', '"Yes"', '**Yes**'])('takes %j for a yes', (text) => {
    const definition = plan('Create a workflow that processes customer support tickets');
    expect(decides(definition, { check: { text } }, { ticket: 'calm' })).toBe(true);
  });

  it.each(['No', 'No, yes would be wrong', ''])('takes %j for a no', (text) => {
    const definition = plan('Create a workflow that processes customer support tickets');
    expect(decides(definition, { check: { text } }, { ticket: 'calm' })).toBe(false);
    expect(decides(definition, { check: { text } }, { ticket: 'this is URGENT!' })).toBe(true);
  });
});
