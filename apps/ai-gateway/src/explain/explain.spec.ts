import { NODE_TYPES, validateDefinition, type WorkflowDefinition } from '@aiwf/definition';
import { generatedGraph } from './generated-graphs.fixture';
import { explain } from './index';

const nameOf = ({ id, name }: WorkflowDefinition['nodes'][number]): string =>
  (name ?? id).replaceAll('_', ' ');

describe('an explanation', () => {
  it('tells what goes in, the order, the branches and what comes out', () => {
    const text = explain(TICKET);
    for (const node of TICKET.nodes) expect(text).toContain(`“${nameOf(node)}”`);
    expect(text).toMatch(/takes the input ticket \(may be left out\)/);
    expect(text).toContain(
      'After “Decide”: if urgent (what “Sort” gives contains "urgent"), “List causes”; otherwise, “Reply”.',
    );
    expect(text).toContain('After “List causes” and “Reply”: “Outcome” (computed without a model).');
    expect(text).toContain('Nothing is sent or changed outside.');
    expect(text).toMatch(/It gives out result/);
  });

  it('tells of approvals, waits, repetitions, addresses, errors, undoing and limits in words', () => {
    expect(explain(EVERYTHING)).toBe(
      [
        '“Orders” takes the inputs orders and shop url (shop url may be left out) and has 8 steps.',
        'First, “Look” (reads api.example.com), then “Pause” (waits 2 days 3 hours), then “Each order” (for each item of the input orders: “check” then “mark”), then “Ask” (asks ann and bob, 2 of whom must approve: “Send (what ' +
          "'Each order'" +
          ' gives)?”, for 1 hour at most).',
        'After “Ask”: if approved, “Send” (sends to the address in the input shop url); if nobody answers, “Late”.',
        'If “Look” fails: “Fallback”.',
        'Only after a person has approved: “Send” sends to the address in the input shop url.',
        'When they fail, these are tried again: “Look” (4 times in all).',
        'If the run is cancelled later, “Undo” undoes “Send”.',
        'A run may spend $2.5 and take 1 day at most; past that it asks a person.',
        'It gives out answers (what “Each order” gives).',
      ].join(' '),
    );
  });

  it('says that a sending asks nobody', () => {
    const definition: WorkflowDefinition = {
      name: 'Post',
      nodes: [
        { id: 'send', type: 'http_request', config: { method: 'POST', url: 'https://hooks.example.com/x' } },
      ],
    };
    expect(explain(definition)).toContain('Without asking anybody: “send” sends to hooks.example.com.');
  });

  it('of nothing is short', () => {
    expect(explain({ name: 'Test', nodes: [] })).toBe('“Test” has no steps and completes at once.');
  });

  it.each(NODE_TYPES.map((entry) => [entry.type, entry.example] as const))(
    'names a step of the type %s',
    (_type, example) => {
      const definition = { name: 'One', nodes: [example] } as unknown as WorkflowDefinition;
      for (const node of definition.nodes) expect(explain(definition)).toContain(`“${nameOf(node)}”`);
    },
  );
});

describe('every valid graph', () => {
  const seeds = Array.from({ length: 200 }, (_, seed) => seed);

  it('is explained in at most 2,000 characters, with each step or a count of them, and no template', () => {
    for (const seed of seeds) {
      const definition = generatedGraph(seed);
      expect([seed, validateDefinition(definition)]).toMatchObject([seed, { valid: true }]);
      const text = explain(definition);
      expect(text.length).toBeLessThanOrEqual(2_000);
      expect(text).not.toMatch(/\{\{|\}\}|\n/);
      expect(explain(definition)).toBe(text);
      const count = Number(/has ([\d,]+) steps?\./.exec(text)?.[1]);
      expect([seed, count]).toEqual([seed, definition.nodes.length]);
    }
  });

  it('of a thousand steps is told by their kinds', () => {
    const nodes = Array.from({ length: 1_000 }, (_, at): WorkflowDefinition['nodes'][number] => ({
      id: `n${at}`,
      type: 'agent',
      config: { prompt: 'Go on.' },
    }));
    const text = explain({ name: 'Long', nodes });
    expect(text.length).toBeLessThanOrEqual(2_000);
    expect(text).toContain('Its steps are 1,000 agents.');
  });
});

const TICKET: WorkflowDefinition = {
  name: 'Tickets',
  inputs: { type: 'object', properties: { ticket: { type: 'string', default: 'Sample ticket' } } },
  nodes: [
    { id: 'sort', name: 'Sort', type: 'agent', config: { prompt: 'Urgent or normal? {{ inputs.ticket }}' } },
    {
      id: 'decide',
      name: 'Decide',
      type: 'condition',
      config: {
        branches: [{ name: 'urgent', when: 'nodes.sort.output.text.lowerAscii().contains("urgent")' }],
        default: 'normal',
      },
    },
    {
      id: 'causes',
      name: 'List causes',
      type: 'agent',
      config: { prompt: 'List causes of {{ inputs.ticket }}' },
    },
    { id: 'reply', name: 'Reply', type: 'agent', config: { prompt: 'Answer {{ inputs.ticket }}' } },
    {
      id: 'outcome',
      name: 'Outcome',
      type: 'transform',
      config: { expression: 'nodes.decide.output.branch' },
    },
  ],
  edges: [
    { source: 'sort', target: 'decide' },
    { source: 'decide', target: 'causes', branch: 'urgent' },
    { source: 'decide', target: 'reply', branch: 'normal' },
    { source: 'causes', target: 'outcome' },
    { source: 'reply', target: 'outcome' },
  ],
  output: { result: '{{ nodes.outcome.output }}' },
};

const EVERYTHING: WorkflowDefinition = {
  name: 'Orders',
  inputs: {
    type: 'object',
    properties: { orders: { type: 'array' }, shop_url: { type: 'string', default: '' } },
  },
  nodes: [
    {
      id: 'look',
      name: 'Look',
      type: 'http_request',
      config: { url: 'https://api.example.com/x' },
      on_error: 'route',
      retry: { max_attempts: 4 },
    },
    { id: 'pause', name: 'Pause', type: 'wait', config: { seconds: 183_600 } },
    {
      id: 'each',
      name: 'Each order',
      type: 'map',
      config: {
        items: 'inputs.orders',
        body: {
          nodes: [
            { id: 'check', type: 'agent', config: { prompt: 'Check {{ item }}' } },
            { id: 'mark', type: 'transform', config: { expression: 'nodes.check.output.text' } },
          ],
          edges: [{ source: 'check', target: 'mark' }],
        },
      },
    },
    {
      id: 'ask',
      name: 'Ask',
      type: 'approval',
      config: {
        message: 'Send {{ nodes.each.output.items }}?',
        approvers: ['ann', 'bob'],
        required: 2,
        timeout_seconds: 3_600,
      },
    },
    {
      id: 'send',
      name: 'Send',
      type: 'http_request',
      config: { method: 'POST', url: '{{ inputs.shop_url }}' },
    },
    { id: 'late', name: 'Late', type: 'agent', config: { prompt: 'Say that it is late.' } },
    { id: 'fallback', name: 'Fallback', type: 'agent', config: { prompt: 'Use the numbers of yesterday.' } },
    { id: 'undo', name: 'Undo', type: 'agent', config: { prompt: 'Take it back.' } },
  ],
  edges: [
    { source: 'look', target: 'pause' },
    { source: 'look', target: 'fallback', kind: 'error' },
    { source: 'pause', target: 'each' },
    { source: 'each', target: 'ask' },
    { source: 'ask', target: 'send', branch: 'approved' },
    { source: 'ask', target: 'late', branch: 'timeout' },
    { source: 'send', target: 'undo', kind: 'compensation' },
  ],
  output: { answers: '{{ nodes.each.output.items }}' },
  limits: { max_cost_usd: 2.5, timeout_seconds: 86_400, on_breach: 'ask' },
};
