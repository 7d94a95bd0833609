import { agent, ask, choose, flow, get, map, post, takes, wait } from './builders.fixture';

const HOOK = 'https://hooks.example.com/in';

export const NEWS = flow(
  [
    get('news', 'https://example.com/news.json'),
    agent('digest', 'Summarise the news:\n{{ nodes.news.output.body }}'),
    agent('letter', 'Write a newsletter from:\n{{ nodes.digest.output.text }}'),
    ask('ok', 'Send it?', { data: '{{ nodes.letter.output.text }}' }),
    post('send', HOOK, { text: '{{ nodes.letter.output.text }}' }),
  ],
  'news>digest digest>letter letter>ok ok:approved>send',
  { output: { newsletter: '{{ nodes.letter.output.text }}' } },
);

export const TICKETS = flow(
  [
    agent('sort', 'Urgent or normal?\n{{ inputs.ticket }}'),
    choose('decide', { urgent: 'nodes.sort.output.text.contains("urgent")' }, 'normal'),
    agent('page', 'Write an alert for the engineer:\n{{ inputs.ticket }}'),
    wait('pause', { seconds: 3_600 }),
    agent('answer', 'Write a polite reply:\n{{ inputs.ticket }}'),
  ],
  'sort>decide decide:urgent>page decide:normal>pause pause>answer',
  { inputs: takes({ ticket: null }) },
);

export const INVOICES = flow(
  [
    map(
      'each',
      'inputs.invoices',
      [
        agent('check', 'Check this invoice: {{ item }}'),
        agent('flag', 'Overdue? {{ nodes.check.output.text }}'),
      ],
      'check>flag',
    ),
    agent('report', 'Write a report on {{ nodes.each.output.items }}'),
  ],
  'each>report',
  { inputs: takes({ invoices: null }) },
);
