import type { NodeDefinition } from '@aiwf/definition';
import {
  agent,
  ask,
  choose,
  compute,
  edges,
  expert,
  flow,
  get,
  loop,
  map,
  post,
  takes,
  wait,
  type IntentCase,
} from './builders.fixture';
import { bound, change, configure, cut, drop, link, output, say, wrong } from './changes.fixture';

const HOOK = 'https://hooks.example.com/late';

const checked = flow(
  [
    map(
      'each',
      'inputs.invoices',
      [
        agent('check', 'Check the total of this invoice: {{ item }}'),
        agent('flag', 'Is it overdue? Flag it if so. {{ item }}\n{{ nodes.check.output.text }}'),
      ],
      'check>flag',
    ),
  ],
  '',
  { inputs: takes({ invoices: null }), output: { invoices: '{{ nodes.each.output.items }}' } },
);

const checkedAtOnce = flow(
  [
    agent(
      'check',
      'For each invoice in this list check the total and flag it if it is overdue:\n{{ inputs.invoices }}',
    ),
  ],
  '',
  { inputs: takes({ invoices: null }) },
);

const reminders = flow(
  [
    get('late', 'https://api.example.com/overdue'),
    ask('ok', 'Remind these customers?', { data: '{{ nodes.late.output.body }}' }),
    map(
      'each',
      'nodes.late.output.body.items',
      [
        agent('write', 'Write a friendly reminder for {{ item.name }}.'),
        post('send', HOOK, { to: '{{ item.email }}', text: '{{ nodes.write.output.text }}' }),
      ],
      'write>send',
    ),
  ],
  'late>ok ok:approved>each',
  { output: { sent: '{{ size(nodes.each.output.items) }}' } },
);

const slogan = flow(
  [
    loop(
      'improve',
      'output.score >= 8 || index == 4',
      [
        agent('write', 'Write a slogan for {{ inputs.brand }}, better than {{ previous }}.'),
        {
          ...agent('judge', 'Score this slogan from 1 to 10: {{ nodes.write.output.text }}'),
          output_schema: { type: 'object', properties: { score: { type: 'number' } } },
        },
      ],
      'write>judge',
      {
        body: {
          output: { slogan: '{{ nodes.write.output.text }}', score: '{{ nodes.judge.output.score }}' },
        },
      },
    ),
  ],
  '',
  { inputs: takes({ brand: null }), output: '{{ nodes.improve.output.output.slogan }}' },
);

const haiku = flow(
  [
    agent('write', 'Write a haiku about autumn.'),
    loop('better', 'index == 2', [agent('revise', 'Improve this haiku: {{ previous }}')], '', {
      config: { initial: '{{ nodes.write.output.text }}', max_iterations: 3 },
    }),
  ],
  'write>better',
  { output: '{{ nodes.better.output.output.text }}' },
);

const polling = flow(
  [
    loop(
      'poll',
      'output.status == "done"',
      [get('look', 'https://jobs.example.com/42'), wait('pause', { seconds: 300 })],
      'look>pause',
      { body: { output: { status: '{{ nodes.look.output.body.status }}' } } },
    ),
    agent('tell', 'Explain the result: {{ nodes.poll.output.output }}'),
  ],
  'poll>tell',
);

const cities = flow(
  [
    map('each', '["Oslo", "Rome", "Lima"]', [agent('write', 'Describe {{ item }} in two sentences.')]),
    agent('guide', 'Combine these into one guide: {{ nodes.each.output.items }}'),
  ],
  'each>guide',
);

const leads = flow(
  [
    map('score', 'inputs.leads', [
      {
        ...agent('rate', 'Score this lead: {{ item }}'),
        output_schema: { type: 'object', properties: { score: { type: 'number' } } },
      },
    ]),
    compute('best', 'nodes.score.output.items.filter(l, l.score >= 70)'),
    map('mails', 'nodes.best.output', [
      expert('mail', 'Outreach', 'Salesperson', 'Get a call', 'Draft an outreach email for {{ item }}'),
    ]),
  ],
  'score>best best>mails',
  { inputs: takes({ leads: null }), output: { emails: '{{ nodes.mails.output.items }}' } },
);

const tickets = flow(
  [
    map(
      'each',
      'inputs.tickets',
      [
        agent('kind', 'Bug or question? {{ item }}'),
        choose('which', { bug: 'nodes.kind.output.text.contains("bug")' }, 'question'),
        agent('file', 'Write a bug report: {{ item }}'),
        agent('answer', 'Answer: {{ item }}'),
      ],
      'kind>which which:bug>file which:question>answer',
    ),
  ],
  '',
  { inputs: takes({ tickets: null }) },
);

const retried = flow(
  [
    {
      ...get('fetch', 'https://api.example.com/report'),
      retry: { max_attempts: 5, initial_interval_seconds: 2 },
    },
    agent('sum', 'Summarise {{ nodes.fetch.output.body }}'),
  ],
  'fetch>sum',
);

const bodyOf = ({ nodes: [node] }: IntentCase['right']): NodeDefinition[] =>
  node?.type === 'map' ? node.config.body.nodes : [];

/** What is done again and again. */
export const REPEATING: readonly IntentCase[] = [
  {
    prompt: 'For each invoice in the list, check the total, then flag any that are overdue',
    right: checked,
    wrong: [
      wrong(
        checked,
        'verb_not_covered',
        'nothing is flagged',
        change('each', (node) => ({
          ...node,
          config: {
            items: 'inputs.invoices',
            body: { nodes: [agent('check', 'Check the total of {{ item }}')] },
          },
        })),
      ),
      wrong(checked, 'result_unused', 'a check nobody reads', say('\n{{ nodes.check.output.text }}', '')),
    ],
  },
  {
    prompt: 'For each invoice in the list, check the total and flag any that are overdue',
    right: checkedAtOnce,
    wrong: [
      wrong(
        checkedAtOnce,
        'repetition_missing',
        'one invoice',
        say(
          'For each invoice in this list check the total and flag it if it is overdue:\n',
          'Check the total of the invoice and flag it: ',
        ),
      ),
    ],
  },
  {
    prompt: `Get the overdue customers from https://api.example.com/overdue and, once I have approved, send each of them a friendly reminder through ${HOOK}`,
    right: reminders,
    wrong: [
      wrong(
        reminders,
        'effect_without_approval',
        'sent although rejected',
        cut('ok:approved>each'),
        link('ok>each'),
      ),
      wrong(
        reminders,
        'effect_without_approval',
        'the approval is beside it',
        cut('ok:approved>each'),
        link('late>each'),
      ),
      wrong(
        reminders,
        'literal_not_in_prompt',
        'an invented amount',
        configure('each', { items: 'nodes.late.output.body.items.filter(i, i.amount > 50)' }),
      ),
    ],
  },
  {
    prompt:
      'Write a slogan for the brand and keep improving it until it scores at least 8 of 10, at most five times',
    right: slogan,
    wrong: [
      wrong(slogan, 'literal_not_in_prompt', 'a lower bar', say('output.score >= 8', 'output.score >= 4')),
      wrong(slogan, 'limit_not_in_prompt', 'more rounds', configure('improve', { max_iterations: 40 })),
      wrong(slogan, 'repetition_missing', 'once', () =>
        flow(
          [
            agent('write', 'Write a slogan for {{ inputs.brand }}.'),
            agent('judge', 'Score it and give the better one: {{ nodes.write.output.text }}'),
          ],
          'write>judge',
          { inputs: takes({ brand: null }) },
        ),
      ),
    ],
  },
  {
    prompt: 'Write a haiku about autumn and improve it three times',
    right: haiku,
    wrong: [
      wrong(haiku, 'output_missing', 'the first version comes out', output('{{ nodes.write.output.text }}')),
      wrong(
        haiku,
        'verb_not_covered',
        'nothing improves',
        drop('better'),
        output('{{ nodes.write.output.text }}'),
      ),
    ],
  },
  {
    prompt:
      'Check https://jobs.example.com/42 every five minutes until the status is done, then explain the result',
    right: polling,
    wrong: [
      wrong(polling, 'literal_not_in_prompt', 'looks less often', configure('pause', { seconds: 900 })),
      wrong(
        polling,
        'literal_not_in_prompt',
        'another job',
        say('https://jobs.example.com/42', 'https://jobs.example.com/43'),
        (graph) => ({ ...graph, nodes: [...graph.nodes, get('right', 'https://jobs.example.com/42')] }),
      ),
    ],
  },
  {
    prompt: 'Describe Oslo, Rome and Lima in two sentences each, and combine the texts into one travel guide',
    right: cities,
    wrong: [
      wrong(cities, 'verb_not_covered', 'nothing is combined', drop('guide')),
      wrong(
        cities,
        'result_unused',
        'a guide from nothing',
        say(
          'Combine these into one guide: {{ nodes.each.output.items }}',
          'Combine into one guide: Oslo, Rome, Lima.',
        ),
      ),
    ],
  },
  {
    prompt:
      'Score every lead in the list, keep those with 70 points or more, and draft an outreach email for each of them',
    right: leads,
    wrong: [
      wrong(leads, 'literal_not_in_prompt', 'another bar', say('l.score >= 70', 'l.score >= 50')),
      wrong(leads, 'verb_not_covered', 'no emails', drop('mails'), output('{{ nodes.best.output }}')),
    ],
  },
  {
    prompt: 'Go through the tickets one by one: if it is a bug, write a bug report, otherwise answer it',
    right: tickets,
    wrong: [
      wrong(
        tickets,
        'branch_missing',
        'questions end',
        change('each', (node) => ({
          ...node,
          config: {
            ...(node.config as object),
            body: { nodes: bodyOf(tickets), edges: edges('kind>which which:bug>file kind>answer') },
          },
        })),
      ),
    ],
  },
  {
    prompt: 'Fetch https://api.example.com/report, try again up to five times if it fails, and summarise it',
    right: retried,
    wrong: [
      wrong(
        retried,
        'limit_not_in_prompt',
        'far more tries',
        change('fetch', (node) => ({ ...node, retry: { max_attempts: 15 } })),
      ),
      wrong(retried, 'limit_not_in_prompt', 'a time limit', bound({ timeout_seconds: 90 })),
    ],
  },
];
