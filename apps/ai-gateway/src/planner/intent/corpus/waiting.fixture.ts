import { agent, ask, choose, flow, get, loop, takes, wait, type IntentCase } from './builders.fixture';
import { add, change, configure, drop, say, wrong } from './changes.fixture';

const twoDays = flow(
  [
    get('invoice', 'https://billing.example.com/invoices/7'),
    wait('days', { seconds: 172_800 }),
    agent('remind', 'Write a reminder for this invoice: {{ nodes.invoice.output.body }}'),
  ],
  'invoice>days days>remind',
);

const escalate = flow(
  [
    agent('sum', 'Summarise the incident: {{ inputs.incident }}'),
    ask('lead', 'Close it?', { data: '{{ nodes.sum.output.text }}', timeout_seconds: 14_400 }),
    agent(
      'boss',
      'Write to the head of operations that nobody has answered about: {{ nodes.sum.output.text }}',
    ),
    agent('close', 'Write a closing note: {{ nodes.sum.output.text }}'),
    agent('open', 'Say what is still to be done: {{ nodes.sum.output.text }}'),
  ],
  'sum>lead lead:timeout>boss lead:approved>close lead:rejected>open',
  { inputs: takes({ incident: null }) },
);

const revised = flow(
  [
    loop(
      'round',
      'output.verdict == "approved" || index == 3',
      [
        agent('write', 'Write the offer for {{ inputs.client }}; the comments so far: {{ previous }}'),
        ask('check', 'Is this offer right?', { data: '{{ nodes.write.output.text }}' }),
      ],
      'write>check',
      {
        body: {
          output: { verdict: '{{ nodes.check.output.branch }}', text: '{{ nodes.write.output.text }}' },
        },
      },
    ),
  ],
  '',
  { inputs: takes({ client: null }), output: '{{ nodes.round.output.output.text }}' },
);

const event = flow(
  [
    agent('offer', 'Write an offer for {{ inputs.customer }}.'),
    wait('signed', { event: 'contract.signed', timeout_seconds: 1_209_600 }),
    agent('welcome', 'Write a welcome letter for {{ inputs.customer }}.'),
    agent('nudge', 'Write a friendly nudge to sign: {{ nodes.offer.output.text }}'),
  ],
  'offer>signed signed:received>welcome signed:timeout>nudge',
  { inputs: takes({ customer: null }) },
);

/** What waits for a time, an event or a better version. */
export const WAITING: readonly IntentCase[] = [
  {
    prompt:
      'Get the invoice from https://billing.example.com/invoices/7, wait two days, then remind the customer of it',
    right: twoDays,
    wrong: [
      wrong(twoDays, 'literal_not_in_prompt', 'two hours', configure('days', { seconds: 7_200 })),
      wrong(twoDays, 'verb_not_covered', 'at once', drop('days')),
      wrong(
        twoDays,
        'verb_not_covered',
        'no reminder',
        drop('remind'),
        add(agent('lines', ''), 'days>lines'),
        configure('lines', { prompt: 'Count the lines of {{ nodes.invoice.output.body }}' }),
      ),
    ],
  },
  {
    prompt:
      'Summarise the incident and ask the team lead to approve closing it; if nobody answers within four hours, escalate to the head of operations, if it is rejected, list what is left to do',
    right: escalate,
    wrong: [
      wrong(escalate, 'limit_not_in_prompt', 'another time', configure('lead', { timeout_seconds: 86_400 })),
      wrong(
        escalate,
        'approval_missing',
        'nobody is asked',
        change('lead', () => wait('lead', { event: 'closed' })),
        (graph) => ({
          ...graph,
          edges: [
            { source: 'sum', target: 'lead' },
            { source: 'lead', target: 'boss', branch: 'timeout' },
            { source: 'lead', target: 'close', branch: 'received' },
            { source: 'lead', target: 'open', branch: 'received' },
          ],
        }),
      ),
    ],
  },
  {
    prompt: 'Write an offer for the client and revise it until my boss approves it',
    right: revised,
    wrong: [
      wrong(
        revised,
        'approval_missing',
        'a model approves',
        change('check', () => agent('check', 'Approve or criticise: {{ nodes.write.output.text }}')),
        say('nodes.check.output.branch', 'nodes.check.output.text'),
      ),
    ],
  },
  {
    prompt:
      'Draft an offer, wait until the contract is signed, and write a welcome letter; if it is not signed within two weeks, write a nudge',
    right: event,
    wrong: [
      wrong(
        event,
        'verb_not_covered',
        'nothing is waited for',
        change('signed', () => choose('signed', { received: 'inputs.customer == "Sample AG"' }, 'timeout')),
      ),
      wrong(
        event,
        'limit_not_in_prompt',
        'a shorter wait',
        configure('signed', { timeout_seconds: 604_800 }),
      ),
    ],
  },
];
