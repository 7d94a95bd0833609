import {
  agent,
  ask,
  choose,
  compute,
  edges,
  expert,
  flow,
  post,
  takes,
  type IntentCase,
} from './builders.fixture';
import { add, change, configure, cut, drop, link, say, wrong } from './changes.fixture';

const SLACK = 'https://hooks.example.com/oncall';

const ticket = flow(
  [
    agent('sort', 'Read the ticket and answer with one word, urgent or normal:\n{{ inputs.ticket }}'),
    choose('decide', { urgent: 'nodes.sort.output.text.lowerAscii().contains("urgent")' }, 'normal'),
    agent('page', 'Write one line for the engineer on call about:\n{{ inputs.ticket }}'),
    ask('may', 'Page the engineer?', { data: '{{ nodes.page.output.text }}' }),
    post('call', SLACK, { text: '{{ nodes.page.output.text }}' }),
    agent('answer', 'Write a polite reply to:\n{{ inputs.ticket }}'),
  ],
  'sort>decide decide:urgent>page page>may may:approved>call decide:normal>answer',
  {
    inputs: takes({ ticket: null }),
    output: { paged: '{{ nodes.call.output.status }}', reply: '{{ nodes.answer.output.text }}' },
  },
);

const review = flow(
  [
    agent('mood', 'Is this review positive? Answer yes or no.\n{{ inputs.review }}'),
    choose('positive', {
      yes: 'nodes.mood.output.text.startsWith("yes")',
      no: '!nodes.mood.output.text.startsWith("yes")',
    }),
    expert('thanks', 'Thank you', 'Host', 'Be warm', 'Write a thank-you note for: {{ inputs.review }}'),
    expert('sorry', 'Apology', 'Host', 'Be honest', 'Write an apology for: {{ inputs.review }}'),
    compute(
      'text',
      'nodes.positive.output.branch == "yes" ? nodes.thanks.output.text : nodes.sorry.output.text',
    ),
  ],
  'mood>positive positive:yes>thanks positive:no>sorry thanks>text sorry>text',
  { inputs: takes({ review: null }), output: { note: '{{ nodes.text.output }}' } },
);

const expense = flow(
  [
    choose('size', { large: 'inputs.amount > 500' }, 'small'),
    ask('manager', 'Approve {{ inputs.amount }}?'),
    agent('accepted', 'Say in one sentence that the expense of {{ inputs.amount }} is accepted.'),
    agent('refused', 'Say in one sentence that the expense is refused.'),
  ],
  'size:large>manager size:small>accepted manager:approved>accepted manager:rejected>refused',
  {
    inputs: takes({ amount: null }),
    output: { answer: '{{ nodes.accepted.output.text }}{{ nodes.refused.output.text }}' },
  },
);

const routed = flow(
  [
    agent(
      'kind',
      'Which of billing, technical or other is this message about? One word.\n{{ inputs.message }}',
    ),
    choose(
      'route',
      { billing: 'nodes.kind.output.text == "billing"', technical: 'nodes.kind.output.text == "technical"' },
      'other',
    ),
    agent('bill', 'Answer as the billing team: {{ inputs.message }}'),
    agent('tech', 'Answer as the technical team: {{ inputs.message }}'),
    agent('front', 'Answer as the front desk: {{ inputs.message }}'),
  ],
  'kind>route route:billing>bill route:technical>tech route:other>front',
  { inputs: takes({ message: null }) },
);

const order = flow(
  [
    agent('check', 'Say what is missing in this order, or "complete".\n{{ inputs.order }}'),
    agent('ask_details', 'Write to the customer and ask for: {{ nodes.check.output.text }}'),
    agent('confirm', 'Confirm the order to the customer: {{ inputs.order }}'),
  ],
  '',
  {
    edges: [
      { source: 'check', target: 'ask_details', when: 'nodes.check.output.text != "complete"' },
      { source: 'check', target: 'confirm', when: 'nodes.check.output.text == "complete"' },
    ],
    inputs: takes({ order: null }),
  },
);

const shorten = flow(
  [
    agent('story', 'Write a story about a dragon.'),
    agent(
      'fit',
      'If this story has more than 300 words, cut it to fit; otherwise give it back as it is.\n{{ nodes.story.output.text }}',
    ),
  ],
  'story>fit',
  { output: '{{ nodes.fit.output.text }}' },
);

const stock = flow(
  [
    choose('low', { yes: 'inputs.left < 20' }, 'no'),
    agent('order', 'Draft a purchase order for {{ inputs.item }}.'),
    agent('fine', 'Say that there is enough of {{ inputs.item }}.'),
  ],
  'low:yes>order low:no>fine',
  { inputs: takes({ left: null, item: null }) },
);

const outage = flow(
  [
    agent('log', 'Summarise the log: {{ inputs.log }}'),
    choose('down', { yes: 'nodes.log.output.text.contains("outage")' }, 'no'),
    ask('ok', 'Post it?', { data: '{{ nodes.log.output.text }}' }),
    post('tell', SLACK, { text: '{{ nodes.log.output.text }}' }),
    compute('nothing', '"nothing to report"'),
  ],
  'log>down down:yes>ok ok:approved>tell down:no>nothing',
  { inputs: takes({ log: null }), output: { summary: '{{ nodes.log.output.text }}' } },
);

/** What is done depends. */
export const BRANCHING: readonly IntentCase[] = [
  {
    prompt: `Classify the support ticket; if it is urgent, notify the on-call engineer at ${SLACK}, otherwise draft a polite reply.`,
    right: ticket,
    wrong: [
      wrong(ticket, 'branch_missing', 'normal tickets end', cut('decide:normal>answer'), link('sort>answer')),
      wrong(
        ticket,
        'effect_without_approval',
        'no approval',
        drop('may'),
        cut('page>call'),
        link('page>call'),
      ),
      wrong(
        ticket,
        'effect_without_approval',
        'any answer pages',
        cut('may:approved>call'),
        link('may>call'),
      ),
    ],
  },
  {
    prompt: 'If the review is positive, write a thank you note, otherwise write an apology',
    right: review,
    wrong: [
      wrong(review, 'branch_missing', 'no way for yes', cut('positive:yes>thanks'), link('mood>thanks')),
      wrong(
        review,
        'branch_missing',
        'both ways lead to the same',
        cut('positive:yes>thanks positive:no>sorry'),
        link('positive:yes>thanks positive:no>thanks thanks>sorry'),
        say(
          'nodes.positive.output.branch == "yes" ? nodes.thanks.output.text : nodes.sorry.output.text',
          'nodes.thanks.output.text + nodes.sorry.output.text',
        ),
      ),
    ],
  },
  {
    prompt:
      'When an expense report is over 500 euros my manager must approve it; smaller ones are accepted straight away. Write the answer to the employee.',
    right: expense,
    wrong: [
      wrong(
        expense,
        'literal_not_in_prompt',
        'another bar',
        say('inputs.amount > 500', 'inputs.amount > 1000'),
      ),
      wrong(
        expense,
        'approval_missing',
        'nobody is asked',
        change('manager', () => agent('manager', 'Decide on {{ inputs.amount }}.')),
        cut('manager:approved>accepted manager:rejected>refused'),
        link('manager>accepted manager>refused'),
        say('Say in one sentence that the expense is refused.', 'Say why: {{ nodes.manager.output.text }}'),
      ),
      wrong(
        expense,
        'branch_missing',
        'no default',
        configure('size', { default: 'large' }),
        cut('size:small>accepted'),
        configure('size', {
          branches: [
            { name: 'large', when: 'inputs.amount > 500' },
            { name: 'tiny', when: 'inputs.amount == 0' },
          ],
        }),
      ),
    ],
  },
  {
    prompt:
      'Sort customer messages into billing, technical and other, and let each be answered by the right team',
    right: routed,
    wrong: [
      wrong(
        routed,
        'branch_missing',
        'no default',
        change('route', (node) => ({
          ...node,
          config: { branches: (node.config as { branches: object[] }).branches },
        })),
        cut('route:other>front'),
        drop('front'),
      ),
    ],
  },
  {
    prompt:
      'Validate incoming orders; if something is missing, write to the customer, else confirm the order',
    right: order,
    wrong: [
      wrong(
        order,
        'condition_missing',
        'both are always written',
        (graph) => ({ ...graph, edges: edges('check>ask_details check>confirm') }),
        say('complete', 'nothing'),
        say('Say what is missing in this order, or "nothing".', 'Check this order.'),
      ),
    ],
  },
  {
    prompt: 'Write a story about a dragon, and make it shorter if it has more than 300 words',
    right: shorten,
    wrong: [
      wrong(
        shorten,
        'condition_missing',
        'always cut',
        say(
          'If this story has more than 300 words, cut it to fit; otherwise give it back as it is.',
          'Make this shorter:',
        ),
      ),
      wrong(
        shorten,
        'literal_not_in_prompt',
        'another length',
        configure('story', { guardrail: { expression: 'size(output.text) < 2400' } }),
      ),
    ],
  },
  {
    prompt:
      'If there are fewer than twenty items left, draft a purchase order, otherwise say that the stock is fine',
    right: stock,
    wrong: [
      wrong(stock, 'literal_not_in_prompt', 'another count', say('inputs.left < 20', 'inputs.left < 12')),
      wrong(
        stock,
        'verb_not_covered',
        'no purchase order',
        change('order', (node) => ({ ...node, config: { prompt: 'Look at {{ inputs.item }}.' } })),
        change('fine', (node) => ({ ...node, config: { prompt: 'Look at {{ inputs.item }}.' } })),
      ),
    ],
  },
  {
    prompt: `Summarise the log and post the summary to ${SLACK} if it mentions an outage`,
    right: outage,
    wrong: [
      wrong(
        outage,
        'condition_missing',
        'always posted',
        drop('down'),
        cut('log:yes>ok log:no>nothing log>nothing'),
        drop('nothing'),
        (graph) => ({ ...graph, edges: edges('log>ok ok:approved>tell') }),
      ),
      wrong(
        outage,
        'literal_not_in_prompt',
        'another address',
        add(
          post('copy', 'https://hooks.example.com/all', { text: '{{ nodes.log.output.text }}' }),
          'ok:approved>copy',
        ),
      ),
    ],
  },
];
