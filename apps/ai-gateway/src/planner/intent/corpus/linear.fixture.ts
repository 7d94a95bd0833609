import { agent, compose, compute, expert, flow, get, put, takes, type IntentCase } from './builders.fixture';
import { add, drop, output, say, wrong } from './changes.fixture';

const photosynthesis = flow(
  [
    expert(
      'teach',
      'Explain it',
      'Biology teacher',
      'Make it clear',
      'Explain photosynthesis in three sentences.',
    ),
    agent('terms', 'From this text, list the key terms as bullets:\n{{ nodes.teach.output.text }}'),
  ],
  'teach>terms',
  { output: { explanation: '{{ nodes.teach.output.text }}', terms: '{{ nodes.terms.output.text }}' } },
);

const newsletter = flow(
  [
    get('news', 'https://example.com/news.json'),
    agent('digest', 'Give the gist of each headline in one line:\n{{ nodes.news.output.body }}'),
    expert(
      'letter',
      'Newsletter',
      'Editor',
      'Friendly tone',
      'Turn this into a short newsletter:\n{{ nodes.digest.output.text }}',
    ),
  ],
  'news>digest digest>letter',
  { output: { newsletter: '{{ nodes.letter.output.text }}' } },
);

const minutes = flow(
  [
    agent('actions', 'Pull every to-do with its owner out of these minutes:\n{{ inputs.transcript }}'),
    agent(
      'mail',
      'Compose a follow-up message to the attendees with these to-dos:\n{{ nodes.actions.output.text }}',
    ),
  ],
  'actions>mail',
  {
    inputs: takes({ transcript: 'Sample minutes: Ana sends the report to bob@sample.org by Friday.' }),
    output: { email: '{{ nodes.mail.output.text }}', actions: '{{ nodes.actions.output.text }}' },
  },
);

const translation = flow(
  [
    agent('translate', 'Put this into French, then into German, one below the other:\n{{ inputs.notice }}'),
    agent('check', 'Point out mistakes in these translations:\n{{ nodes.translate.output.text }}'),
  ],
  'translate>check',
  {
    inputs: takes({ notice: 'The meeting has moved to Friday because the room is taken.' }),
    output: { translations: '{{ nodes.translate.output.text }}', review: '{{ nodes.check.output.text }}' },
  },
);

const essay = flow(
  [
    agent('facts', 'Gather what is known about {{ inputs.topic }}, with sources.', { tools: ['fetch_url'] }),
    agent('essay', 'Write an essay of five paragraphs from these facts:\n{{ nodes.facts.output.text }}'),
    agent('edit', 'Polish the wording of this essay:\n{{ nodes.essay.output.text }}'),
  ],
  'facts>essay essay>edit',
  { inputs: takes({ topic: null }), output: { result: '{{ nodes.edit.output.text }}' } },
);

const contract: IntentCase['right'] = {
  name: 'Contract facts',
  inputs: takes({ contract: 'Sample contract between A and B.' }),
  nodes: [
    {
      id: 'facts',
      type: 'crew',
      config: {
        agents: [
          { id: 'clerk', role: 'Paralegal', goal: 'Be exact' },
          { id: 'author', role: 'Legal writer', goal: 'Plain words' },
        ],
        tasks: [
          {
            id: 'take',
            description: 'Extract all names, dates and amounts from:\n{{ inputs.contract }}',
            expected_output: 'A table',
            agent: 'clerk',
          },
          {
            id: 'sum',
            description: 'Summarise the contract in plain words.',
            expected_output: 'One paragraph',
            agent: 'author',
          },
        ],
      },
    },
  ],
};

const invoiceTotal = flow(
  [
    get('invoices', 'https://api.example.com/invoices'),
    compute('total', 'nodes.invoices.output.body.items.map(i, i.amount)'),
    agent('note', 'Calculate the sum of {{ nodes.total.output }} and explain it in one sentence.', {
      tools: ['calculator'],
    }),
  ],
  'invoices>total total>note',
  { output: '{{ nodes.note.output.text }}' },
);

const recipe = flow(
  [
    agent('shop', 'Convert the recipe to a shopping list:\n2 eggs, 100 g flour, 1 l milk'),
    compose('card', { title: 'Shopping list', text: '{{ nodes.shop.output.text }}' }),
  ],
  'shop>card',
);

/** One step after another. */
export const LINEAR: readonly IntentCase[] = [
  {
    prompt: 'Explain photosynthesis in three sentences, then list its key terms',
    right: photosynthesis,
    wrong: [
      wrong(
        photosynthesis,
        'verb_not_covered',
        'no list',
        drop('terms'),
        output('{{ nodes.teach.output.text }}'),
      ),
      wrong(
        photosynthesis,
        'result_unused',
        'an explanation nobody reads',
        say(
          'From this text, list the key terms as bullets:\n{{ nodes.teach.output.text }}',
          'List key terms of photosynthesis.',
        ),
        output({ terms: '{{ nodes.terms.output.text }}' }),
      ),
    ],
  },
  {
    prompt:
      'Fetch https://example.com/news.json, summarise every headline and write a short newsletter from it.',
    right: newsletter,
    wrong: [
      wrong(
        newsletter,
        'verb_not_covered',
        'no summary',
        drop('digest'),
        say('into a short newsletter:\n-', 'into a short newsletter: {{ nodes.news.output.body }}'),
      ),
      wrong(
        newsletter,
        'output_missing',
        'the newsletter is left behind',
        output({ newsletter: '{{ nodes.digest.output.text }}' }),
      ),
    ],
  },
  {
    prompt: 'Extract the action items from the meeting transcript and draft a follow-up email',
    right: minutes,
    wrong: [
      wrong(
        minutes,
        'verb_not_covered',
        'no extraction',
        drop('actions'),
        say('with these to-dos:\n-', 'about {{ inputs.transcript }}'),
        output('{{ nodes.mail.output.text }}'),
      ),
      wrong(
        minutes,
        'literal_not_in_prompt',
        'an invented recipient',
        say('to the attendees', 'to team@acme.example.com'),
      ),
    ],
  },
  {
    prompt:
      'Translate "The meeting has moved to Friday because the room is taken." into French and German and check the translations for mistakes',
    right: translation,
    wrong: [
      wrong(translation, 'verb_not_covered', 'no German', say(', then into German, one below the other', '')),
      wrong(translation, 'input_unused', 'an input nobody reads', (graph) => ({
        ...graph,
        inputs: takes({ notice: 'The meeting has moved to Friday because the room is taken.', tone: null }),
      })),
    ],
  },
  {
    prompt: 'Given a topic, research it, write an essay about it and proofread the essay.',
    right: essay,
    wrong: [
      wrong(
        essay,
        'verb_not_covered',
        'nobody proofreads',
        drop('edit'),
        output('{{ nodes.essay.output.text }}'),
      ),
      wrong(
        essay,
        'literal_not_in_prompt',
        'an invented source',
        say('with sources.', 'from https://www.britannica.com/search.'),
      ),
    ],
  },
  {
    prompt:
      'Extract names, dates and amounts from the contract. Then summarise the contract in plain language.',
    right: contract,
    wrong: [
      wrong(contract, 'verb_not_covered', 'a crew without the second task', (graph) => {
        const [node] = graph.nodes;
        if (node?.type !== 'crew') throw new Error('no crew');
        return {
          ...graph,
          nodes: [{ ...node, config: { ...node.config, tasks: node.config.tasks.slice(0, 1) } }],
        };
      }),
      wrong(contract, 'limit_not_in_prompt', 'a budget nobody set', (graph) => ({
        ...graph,
        limits: { max_cost_usd: 2.5 },
      })),
    ],
  },
  {
    prompt:
      'Get the invoices from https://api.example.com/invoices, add up the amounts and explain the total in one sentence',
    right: invoiceTotal,
    wrong: [
      wrong(
        invoiceTotal,
        'literal_not_in_prompt',
        'another server',
        add(get('rates', 'https://rates.example.net/eur'), 'rates>note'),
        say('and explain it', 'at {{ nodes.rates.output.body }} and explain it'),
      ),
      wrong(invoiceTotal, 'literal_not_in_prompt', 'an invented tax', say('i.amount)', 'i.amount * 1.19)')),
    ],
  },
  {
    prompt: 'Turn this recipe into a shopping list: 2 eggs, 100 g flour, 1 l milk',
    right: recipe,
    wrong: [
      wrong(
        recipe,
        'effect_not_asked',
        'a shop that is told',
        add(put('order', 'https://shop.example.com'), 'shop>order'),
        say('https://shop.example.com', '{{ inputs.shop }}'),
        (graph) => ({ ...graph, inputs: takes({ shop: '' }), output: '{{ nodes.card.output }}' }),
      ),
    ],
  },
];
