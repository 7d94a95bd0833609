import { agent, ask, compose, expert, flow, get, post, takes, type IntentCase } from './builders.fixture';
import { add, change, configure, cut, drop, link, output, say, wrong } from './changes.fixture';

const feedback = flow(
  [
    agent('mood', 'Rate the sentiment of these reviews:\n{{ inputs.reviews }}'),
    agent('topics', 'Which complaints come up most?\n{{ inputs.reviews }}'),
    expert(
      'report',
      'Report',
      'Analyst',
      'Bring it together',
      'Write a report.\n\nSentiment:\n{{ nodes.mood.output.text }}\n\nComplaints:\n{{ nodes.topics.output.text }}',
    ),
  ],
  'mood>report topics>report',
  { inputs: takes({ reviews: null }), output: { report: '{{ nodes.report.output.text }}' } },
);

const weather = flow(
  [
    get('oslo', 'https://weather.example.com/oslo'),
    get('rome', 'https://weather.example.com/rome'),
    agent(
      'compare',
      'How do these two forecasts differ?\n{{ nodes.oslo.output.body }}\n{{ nodes.rome.output.body }}',
    ),
  ],
  'oslo>compare rome>compare',
);

const invoices = flow(
  [
    agent('sum', 'Summarise these invoices:\n{{ inputs.invoices }}'),
    agent('late', 'Which of these are past due?\n{{ inputs.invoices }}'),
  ],
  '',
  {
    inputs: takes({ invoices: null }),
    output: { summary: '{{ nodes.sum.output.text }}', overdue: '{{ nodes.late.output.text }}' },
  },
);

const product = flow(
  [
    expert(
      'engineer',
      'Feasibility',
      'Engineer',
      'Judge feasibility',
      'Assess whether this can be built:\n{{ inputs.idea }}',
    ),
    expert(
      'marketer',
      'Market',
      'Marketer',
      'Judge the market',
      'Estimate the market for:\n{{ inputs.idea }}',
    ),
    expert('lawyer', 'Legal', 'Lawyer', 'Find legal trouble', 'Name the legal risks of:\n{{ inputs.idea }}'),
    agent(
      'verdict',
      'Recommend whether to go on, from:\n{{ nodes.engineer.output.text }}\n{{ nodes.marketer.output.text }}\n{{ nodes.lawyer.output.text }}',
    ),
  ],
  'engineer>verdict marketer>verdict lawyer>verdict',
  { inputs: takes({ idea: null }), output: '{{ nodes.verdict.output.text }}' },
);

const launch = flow(
  [
    agent('blog', 'Write a blog post about our launch: {{ inputs.notes }}'),
    agent('tweet', 'Write a tweet from this post:\n{{ nodes.blog.output.text }}'),
    agent('linkedin', 'Write a LinkedIn post from this:\n{{ nodes.blog.output.text }}'),
    compose('all', {
      blog: '{{ nodes.blog.output.text }}',
      tweet: '{{ nodes.tweet.output.text }}',
      linkedin: '{{ nodes.linkedin.output.text }}',
    }),
  ],
  'blog>tweet blog>linkedin tweet>all linkedin>all',
  { inputs: takes({ notes: null }) },
);

const fastest = flow(
  [
    get('one', 'https://a.example.com/rates'),
    get('two', 'https://b.example.com/rates'),
    {
      ...agent('say', 'Explain these rates: {{ nodes.one.output.body }}{{ nodes.two.output.body }}'),
      join: 'any',
    },
  ],
  'one>say two>say',
);

const notices = flow(
  [
    agent('sum', 'Summarise the incident:\n{{ inputs.incident }}'),
    ask('ok', 'Send both?', { data: '{{ nodes.sum.output.text }}' }),
    post('team', 'https://chat.example.com/team', { text: '{{ nodes.sum.output.text }}' }),
    post('status', 'https://status.example.com/api/notes', { text: '{{ nodes.sum.output.text }}' }),
  ],
  'sum>ok ok:approved>team ok:approved>status',
  { inputs: takes({ incident: null }), output: { summary: '{{ nodes.sum.output.text }}' } },
);

const languages = flow(
  [
    agent('fr', 'French version of: {{ inputs.text }}'),
    agent('es', 'Spanish version of: {{ inputs.text }}'),
    agent('ja', 'Japanese version of: {{ inputs.text }}'),
  ],
  '',
  { inputs: takes({ text: null }) },
);

const crewed: IntentCase['right'] = {
  name: 'Trip',
  inputs: takes({ city: 'Sample: Rome' }),
  nodes: [
    {
      id: 'trip',
      type: 'crew',
      config: {
        agents: [
          { id: 'food', role: 'Food critic', goal: 'Find places to eat' },
          { id: 'art', role: 'Guide', goal: 'Find museums' },
          { id: 'plan', role: 'Travel planner', goal: 'A good day' },
        ],
        tasks: [
          {
            id: 'eat',
            description: 'Research restaurants in {{ inputs.city }}.',
            expected_output: 'A list',
            agent: 'food',
            async: true,
          },
          {
            id: 'see',
            description: 'Research museums in {{ inputs.city }}.',
            expected_output: 'A list',
            agent: 'art',
            async: true,
          },
          {
            id: 'day',
            description: 'Plan a day.',
            expected_output: 'A plan',
            agent: 'plan',
            context: ['eat', 'see'],
          },
        ],
      },
    },
  ],
};

/** What can be done side by side. */
export const PARALLEL: readonly IntentCase[] = [
  {
    prompt:
      'Analyse the sentiment of customer reviews, find the most common complaints at the same time, and write a report on both',
    right: feedback,
    wrong: [
      wrong(
        feedback,
        'fan_out_without_join',
        'complaints that nobody joins',
        cut('topics>report'),
        say('\n\nComplaints:\n{{ nodes.topics.output.text }}', ''),
      ),
      wrong(
        feedback,
        'fan_out_without_join',
        'the report waits for both and reads one',
        say('\n\nComplaints:\n{{ nodes.topics.output.text }}', ''),
      ),
      wrong(
        feedback,
        'output_missing',
        'no report comes out',
        output({ report: '{{ nodes.topics.output.text }}' }),
        change('report', (node) => ({
          ...node,
          config: { prompt: 'Write a report on {{ nodes.mood.output.text }}' },
        })),
      ),
    ],
  },
  {
    prompt:
      'Get https://weather.example.com/oslo and https://weather.example.com/rome in parallel and compare the two forecasts',
    right: weather,
    wrong: [
      wrong(
        weather,
        'fan_out_without_join',
        'Rome is fetched for nothing',
        say('\n{{ nodes.rome.output.body }}', ''),
        cut('rome>compare'),
        output('{{ nodes.compare.output.text }}'),
      ),
      wrong(
        weather,
        'verb_not_covered',
        'only one is fetched',
        drop('rome'),
        say(
          '{{ nodes.oslo.output.body }}\n-',
          '{{ nodes.oslo.output.body }} with https://weather.example.com/rome',
        ),
      ),
    ],
  },
  {
    prompt: "summarise this week's invoices and flag the overdue ones",
    right: invoices,
    wrong: [
      wrong(invoices, 'fan_out_without_join', 'the flags are lost', output('{{ nodes.sum.output.text }}')),
      wrong(invoices, 'verb_not_covered', 'no summary', drop('sum'), output('{{ nodes.late.output.text }}')),
    ],
  },
  {
    prompt:
      'An engineer, a marketer and a lawyer each evaluate my product idea independently; then recommend whether to go ahead.',
    right: product,
    wrong: [
      wrong(
        product,
        'fan_out_without_join',
        'the lawyer is not heard',
        say('\n{{ nodes.lawyer.output.text }}', ''),
      ),
      wrong(product, 'input_unused', 'a deadline nobody reads', (graph) => ({
        ...graph,
        inputs: takes({ idea: null, deadline: null }),
      })),
    ],
  },
  {
    prompt: 'Write a blog post about our launch, then create a tweet and a LinkedIn post from it',
    right: launch,
    wrong: [
      wrong(
        launch,
        'verb_not_covered',
        'no tweet',
        drop('tweet'),
        change('all', (node) => ({
          ...node,
          config: {
            value: { blog: '{{ nodes.blog.output.text }}', more: '{{ nodes.linkedin.output.text }}' },
          },
        })),
        cut('blog>all'),
      ),
      wrong(
        launch,
        'fan_out_without_join',
        'the tweet goes nowhere',
        configure('all', {
          value: { blog: '{{ nodes.blog.output.text }}', linkedin: '{{ nodes.linkedin.output.text }}' },
        }),
      ),
    ],
  },
  {
    prompt:
      'Read the exchange rates from https://a.example.com/rates or https://b.example.com/rates, whichever answers first, and explain them',
    right: fastest,
    wrong: [
      wrong(
        fastest,
        'literal_not_in_prompt',
        'a third server',
        add({ ...get('three', 'https://c.example.com/rates') }, 'three>say'),
        say('{{ nodes.two.output.body }}', '{{ nodes.two.output.body }}{{ nodes.three.output.body }}'),
      ),
    ],
  },
  {
    prompt:
      'Summarise the incident and, after I approve it, post it to https://chat.example.com/team and to https://status.example.com/api/notes',
    right: notices,
    wrong: [
      wrong(
        notices,
        'effect_without_approval',
        'one of both is not approved',
        cut('ok:approved>status'),
        link('sum>status'),
      ),
      wrong(notices, 'effect_without_approval', 'a way round the approval', link('sum>team')),
    ],
  },
  {
    prompt: 'Translate the text into French, Spanish and Japanese',
    right: languages,
    wrong: [
      wrong(languages, 'verb_not_covered', 'no Japanese', drop('ja')),
      wrong(
        languages,
        'fan_out_without_join',
        'Spanish is lost',
        output({ fr: '{{ nodes.fr.output.text }}', ja: '{{ nodes.ja.output.text }}' }),
      ),
    ],
  },
  {
    prompt: 'Research restaurants and museums in Rome side by side, then plan a day there',
    right: crewed,
    wrong: [
      wrong(
        crewed,
        'verb_not_covered',
        'no plan',
        (graph) =>
          JSON.parse(
            JSON.stringify(graph)
              .replace(/,{"id":"plan".*?}/, '')
              .replace(/,{"id":"day".*?}/, ''),
          ) as IntentCase['right'],
      ),
    ],
  },
];
