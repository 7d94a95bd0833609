import { BUILT_IN_TOOLS } from '@aiwf/contracts';
import {
  type AgentNode,
  renderText,
  resolveInputs,
  validateDefinition,
  type WorkflowDefinition,
} from '@aiwf/definition';
import { deadBranches, plan, unapproved } from './definition.fixture';
import { planOutline } from './index';
import { GUIDE_PROMPTS, HOSTILE_PROMPTS, OTHER_PROMPTS } from './prompts.fixture';
import { SPOKEN_PROMPTS } from './spoken-prompts.fixture';

const guidePrompts = Object.values(GUIDE_PROMPTS).flat();
const allPrompts = [...guidePrompts, ...OTHER_PROMPTS, ...HOSTILE_PROMPTS, ...SPOKEN_PROMPTS];

const agentsOf = ({ nodes }: WorkflowDefinition): AgentNode[] =>
  nodes.filter((node) => node.type === 'agent');
const typesOf = ({ nodes }: WorkflowDefinition): string[] => nodes.map(({ type }) => type);
const sourcesOf = ({ edges }: WorkflowDefinition, id: string): string[] =>
  (edges ?? []).filter(({ target }) => target === id).map(({ source }) => source);
const instructionsOf = (prompt: string): string[] =>
  agentsOf(planOutline(prompt).definition).map(({ config }) => config.prompt.split('\n\n').at(-1) ?? '');
const inputsOf = (definition: WorkflowDefinition): Record<string, unknown> => {
  const resolved = resolveInputs(definition.inputs, {});
  if (!resolved.ok) throw new Error(JSON.stringify(resolved.problems));
  return resolved.values;
};

describe('every outline', () => {
  it.each(allPrompts)('is sound and runs without inputs: %j', (prompt) => {
    const { definition } = planOutline(prompt);
    const checked = validateDefinition(definition, { tools: BUILT_IN_TOOLS });
    expect(checked.valid ? [] : checked.problems).toEqual([]);
    expect(definition.nodes.length).toBeGreaterThan(0);
    expect(definition.name).not.toBe('');
    expect(definition.output).toHaveProperty('result');
    inputsOf(definition);
  });

  it('is the same for the same prompt', () => {
    for (const prompt of allPrompts)
      expect(JSON.stringify(planOutline(prompt))).toBe(JSON.stringify(planOutline(prompt)));
  });

  it('sends nothing before somebody has approved it, whichever way a run takes', () => {
    for (const prompt of allPrompts) expect([prompt, ...unapproved(plan(prompt))]).toEqual([prompt]);
  });

  it('leads on from every branch of every condition', () => {
    for (const prompt of allPrompts) expect([prompt, ...deadBranches(plan(prompt))]).toEqual([prompt]);
  });

  it('never holds an unlabelled sample', () => {
    for (const prompt of guidePrompts) {
      for (const [name, value] of Object.entries(inputsOf(planOutline(prompt).definition)))
        expect(value).toMatch(name.endsWith('_url') ? /^$/ : /^Sample /);
    }
  });
});

describe("the guide's prompts, in six ways each and more", () => {
  it.each(guidePrompts)('make several steps: %j', (prompt) => {
    const { definition } = planOutline(prompt);
    expect(agentsOf(definition).length).toBeGreaterThanOrEqual(4);
    const starts = definition.nodes.filter(({ id }) => sourcesOf(definition, id).length === 0);
    expect(starts.length).toBe(GUIDE_PROMPTS['test']?.includes(prompt) ? 1 : 2);
  });

  it.each(GUIDE_PROMPTS['tickets'] ?? [])('sort a ticket and answer by its urgency: %j', (prompt) => {
    const { definition } = planOutline(prompt);
    expect(typesOf(definition)).toEqual([
      'agent',
      'agent',
      'agent',
      'condition',
      'agent',
      'agent',
      'transform',
      'agent',
    ]);
    expect(definition.output).toMatchObject({ category: expect.any(String), reply: expect.any(String) });
  });

  it.each(GUIDE_PROMPTS['emails'] ?? [])('draft, and send only to an address that is given: %j', (prompt) => {
    const { definition, warnings } = planOutline(prompt);
    const asksToSend = !/\b(?:draft|write)\b/i.test(prompt);
    expect(typesOf(definition).includes('http_request')).toBe(asksToSend);
    expect(definition.nodes.some(({ id }) => id === 'has_address')).toBe(asksToSend);
    expect(/Nothing is sent/.test(warnings.join())).toBe(asksToSend);
    expect(definition.output).toMatchObject({ reply: expect.any(String) });
  });

  it.each(GUIDE_PROMPTS['mentions'] ?? [])('alert only when there is a reason: %j', (prompt) => {
    const { definition } = planOutline(prompt);
    expect(typesOf(definition)).toContain('condition');
    expect(definition.output).toMatchObject({ report: expect.any(String), alert: expect.any(String) });
  });

  it.each(GUIDE_PROMPTS['registrations'] ?? [])('check a registration and welcome the user: %j', (prompt) => {
    expect(instructionsOf(prompt).join()).toMatch(/welcome message/);
  });

  it.each([
    ['Create a workflow that processes customer support tickets', 'Customer Support Ticket Processor'],
    ['Create a workflow that automatically responds to customer emails', 'Customer Email Responder'],
    [
      'Create a workflow that monitors social media mentions and sends alerts',
      'Social Media Mention Monitor',
    ],
    ['Create a workflow that processes new user registrations', 'User Registration Processor'],
    ['Test workflow', 'Test Workflow'],
  ])('%j is called %j', (prompt, name) => {
    expect(planOutline(prompt).definition.name).toBe(name);
  });
});

describe('structure', () => {
  it('runs what "then" joins one after the other', () => {
    const { definition } = planOutline('Explain photosynthesis in three sentences, then list its key terms');
    expect(definition.nodes.map(({ id }) => id)).toEqual(['explain', 'list_key_terms']);
    expect(sourcesOf(definition, 'list_key_terms')).toEqual(['explain']);
    expect(definition.inputs).toBeUndefined();
    expect(agentsOf(definition)[1]?.config.prompt).toBe(
      'Explanation:\n{{ nodes.explain.output.text }}\n\nList its key terms.',
    );
  });

  it('runs side by side what only looks at the same thing', () => {
    const { definition } = planOutline("summarise this week's invoices and flag the overdue ones");
    expect(definition.edges).toEqual([]);
    expect(Object.keys(inputsOf(definition))).toEqual(['invoices']);
    expect(definition.output).toMatchObject({ summary: expect.any(String), findings: expect.any(String) });
  });

  it('takes one of two ways', () => {
    const { definition } = planOutline(
      'Classify the support ticket; if it is urgent, notify the on-call engineer, otherwise draft a polite reply.',
    );
    expect(definition.edges).toEqual(
      expect.arrayContaining([
        { source: 'decide', branch: 'yes', target: 'notify' },
        { source: 'decide', branch: 'no', target: 'reply' },
      ]),
    );
  });

  it('takes the way of "unless" when the answer is no', () => {
    const { edges } = planOutline(
      'Unless the order is complete, draft a reminder for the customer',
    ).definition;
    expect(edges).toContainEqual(
      expect.objectContaining({ source: 'decide', branch: 'no', target: 'notify_reminder' }),
    );
  });

  it('fetches and delivers where the prompt names the address, delivery last', () => {
    const { definition } = planOutline(
      'Fetch https://example.com/news.json and summarise it, then post it to https://hooks.example.com/x.',
    );
    expect(
      definition.nodes.map(({ type, config }) => ('url' in config ? [config.method, config.url] : type)),
    ).toEqual([
      ['GET', 'https://example.com/news.json'],
      'agent',
      'approval',
      ['POST', 'https://hooks.example.com/x'],
    ]);
    expect(sourcesOf(definition, 'approve')).toEqual(['summarise']);
    expect(sourcesOf(definition, 'deliver')).toEqual(['approve']);
  });

  it('describes both sides before it compares them', () => {
    const { definition } = planOutline('Compare solar and wind power');
    expect(sourcesOf(definition, 'compare')).toEqual(['research_solar', 'research_wind_power']);
  });

  it('translates into several languages side by side', () => {
    const { definition } = planOutline(
      'Translate "The meeting has moved to Friday at noon." into French and German',
    );
    expect(definition.edges).toEqual([]);
    expect(definition.nodes).toHaveLength(2);
    expect(inputsOf(definition)).toEqual({ text: 'The meeting has moved to Friday at noon.' });
  });

  it('shows an editor both the text and what was said of it', () => {
    const [, , improve] = agentsOf(
      planOutline('Write a haiku about autumn, review it, and improve it').definition,
    );
    expect(improve?.config.prompt).toContain('{{ nodes.draft_haiku.output.text }}');
    expect(improve?.config.prompt).toContain('{{ nodes.review.output.text }}');
  });

  it('says in every writing step how the writing is to be', () => {
    const text = instructionsOf('Write a letter to our members and a poem. Use a friendly tone.').join('\n');
    expect(text).toContain('Use a friendly tone.');
  });
});

describe('data', () => {
  it('takes what stands after a colon as it stands', () => {
    const text = 'I love it. But then, and only then, {{ it }} broke: twice.';
    const { definition } = planOutline(`Summarise this review: ${text}`);
    expect(inputsOf(definition)).toEqual({ review: text });
    expect(definition.nodes).toHaveLength(1);
  });

  it('reads a list after a colon as steps', () => {
    expect(instructionsOf('Do the following steps: summarise the report, then list the risks')).toHaveLength(
      2,
    );
  });
});

describe('what a workflow cannot do', () => {
  it.each([
    ['Every Monday at 9am, summarise the sales data', 'cron "0 9 * * 1"'],
    ['Summarise the log every 15 minutes', 'cron "*/15 * * * *"'],
    ['Summarise the news daily at 7:30', 'cron "30 7 * * *"'],
    ['Monitor the log', 'Proposed schedule'],
    ['Search the web for news on tides and summarise them', 'No tool here searches the web'],
    ['Delete all old files', 'No tool here can do it by itself'],
    ['When a new ticket arrives, classify it', 'Nothing starts this workflow by itself'],
    ['Write an email and send it to Dana', 'Nothing is sent'],
  ])('%j is said in the warnings', (prompt, warning) => {
    expect(planOutline(prompt).warnings.join('\n')).toContain(warning);
  });

  it('keeps a prompt in another language whole', () => {
    const prompt = 'Résume ce texte et traduis-le en anglais';
    const { definition, warnings } = planOutline(prompt);
    expect(inputsOf(definition)).toEqual({ request: prompt });
    expect(warnings.join()).toContain('not in English');
  });
});

describe('a prompt that attacks', () => {
  it('cannot bring an expression into a template', () => {
    const { definition } = planOutline('Explain {{ inputs.secret }} and {{{ "}}" {{ execution.id }}');
    const scope = { inputs: {}, nodes: {}, execution: { id: 'exec_1' } };
    const [node] = agentsOf(definition);
    const text = renderText(node?.config.prompt ?? '', scope);
    expect(text).toContain('{{ inputs.secret }}');
    expect(text).toContain('{{ execution.id }}');
    expect(text).not.toContain('exec_1');
  });

  it('says how many steps were left out', () => {
    const { definition, warnings } = planOutline('Summarise the report, then list the risks. '.repeat(60));
    expect(agentsOf(definition)).toHaveLength(100);
    expect(warnings.join()).toContain('the last 20 were left out');
  });
});
