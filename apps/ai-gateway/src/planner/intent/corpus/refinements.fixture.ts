import type { WorkflowDefinition } from '@aiwf/definition';
import type { IntentCode } from '../intent.problem';
import { agent, ask, choose, compute, takes, wait } from './builders.fixture';
import { INVOICES, NEWS, TICKETS } from './refined-graphs.fixture';
import { add, bound, change, configure, cut, drop, link, output, say } from './changes.fixture';

type Change = (graph: WorkflowDefinition) => WorkflowDefinition;

/** An instruction, a new version that is what it asks for, and versions that are not. */
export interface RefinementCase {
  readonly instruction: string;
  readonly before: WorkflowDefinition;
  readonly right: readonly Change[];
  readonly wrong: readonly (readonly [
    codes: IntentCode | readonly IntentCode[],
    what: string,
    ...changes: Change[],
  ])[];
}

const between = (id: string, node: object, from: string, to: string): Change[] => [
  add(node, `${from}>${id} ${id}>${to}`),
  cut(`${from}>${to}`),
];

const translated: Change[] = [
  ...between(
    'german',
    agent('german', 'Translate into German:\n{{ nodes.letter.output.text }}'),
    'letter',
    'ok',
  ),
  configure('ok', { data: '{{ nodes.german.output.text }}' }),
  configure('send', { body: { text: '{{ nodes.german.output.text }}' } }),
];

/** Instructions and what they make of a workflow. */
export const REFINEMENTS: readonly RefinementCase[] = [
  {
    instruction: 'Also translate the newsletter into German before it is sent',
    before: NEWS,
    right: translated,
    wrong: [
      ['nothing_changed', 'the same'],
      [
        'verb_not_covered',
        'another step',
        ...between('check', agent('check', 'Proofread:\n{{ nodes.letter.output.text }}'), 'letter', 'ok'),
        configure('ok', { data: '{{ nodes.check.output.text }}' }),
      ],
      [
        'untouched_changed',
        'the summary changes too',
        ...translated,
        configure('digest', { prompt: 'Give three bullets:\n{{ nodes.news.output.body }}' }),
      ],
      [
        'result_unused',
        'a translation nobody reads',
        ...between(
          'german',
          agent('german', 'Translate into German:\n{{ nodes.letter.output.text }}'),
          'letter',
          'ok',
        ),
      ],
      [
        'effect_without_approval',
        'the approval is lost on the way',
        ...translated,
        cut('ok:approved>send'),
        link('german>send'),
      ],
    ],
  },
  {
    instruction: 'Remove the summary step',
    before: NEWS,
    right: [
      drop('digest'),
      say('Write a newsletter from:\n-', 'Write a newsletter from:\n{{ nodes.news.output.body }}'),
    ],
    wrong: [
      [
        ['not_removed', 'untouched_changed'],
        'the letter goes instead of it',
        configure('letter', { prompt: 'Write a letter from:\n{{ nodes.digest.output.text }}' }),
      ],
      [
        'untouched_changed',
        'and the request changes',
        drop('digest'),
        say('Write a newsletter from:\n-', 'Write a newsletter from:\n{{ nodes.news.output.body }}'),
        configure('news', { headers: { Accept: 'text/html' } }),
      ],
    ],
  },
  {
    instruction: 'Make the newsletter shorter',
    before: NEWS,
    right: [
      configure('letter', { prompt: 'Write a short newsletter from:\n{{ nodes.digest.output.text }}' }),
    ],
    wrong: [
      [
        'untouched_changed',
        'the request changes',
        configure('news', { url: 'https://example.com/news.json?short' }),
      ],
      [
        ['untouched_changed', 'limit_not_in_prompt'],
        'by a limit',
        configure('letter', { prompt: 'Write a short newsletter from:\n{{ nodes.digest.output.text }}' }),
        bound({ max_tokens: 700 }),
      ],
    ],
  },
  {
    instruction: 'Post it to https://hooks.example.com/other instead',
    before: NEWS,
    right: [configure('send', { url: 'https://hooks.example.com/other' })],
    wrong: [
      [
        ['verb_not_covered', 'literal_not_used'],
        'to a third address',
        configure('send', { url: '{{ inputs.other }}' }),
        (graph) => ({ ...graph, inputs: takes({ other: null }) }),
      ],
      [
        'untouched_changed',
        'the letter changes too',
        configure('send', { url: 'https://hooks.example.com/other' }),
        configure('letter', { prompt: 'Write news from:\n{{ nodes.digest.output.text }}' }),
      ],
    ],
  },
  {
    instruction: 'Wait two hours before you answer, not one',
    before: TICKETS,
    right: [configure('pause', { seconds: 7_200 })],
    wrong: [
      ['literal_not_in_prompt', 'three hours', configure('pause', { seconds: 10_800 })],
      [
        'untouched_changed',
        'the sorting changes',
        configure('pause', { seconds: 7_200 }),
        configure('sort', { prompt: 'Is this urgent?\n{{ inputs.ticket }}' }),
      ],
    ],
  },
  {
    instruction: 'Remove the wait',
    before: TICKETS,
    right: [drop('pause')],
    wrong: [
      [
        ['not_removed', 'untouched_changed'],
        'the alert is changed instead',
        configure('page', { prompt: 'Write one line for the engineer:\n{{ inputs.ticket }}' }),
      ],
      [
        'untouched_removed',
        'the alert goes too',
        drop('pause'),
        (graph) => ({
          ...graph,
          nodes: [...graph.nodes.filter(({ id }) => id !== 'page'), compute('nothing', '"paged"')],
          edges: (graph.edges ?? []).map((edge) =>
            edge.target === 'page' ? { ...edge, target: 'nothing' } : edge,
          ),
        }),
      ],
    ],
  },
  {
    instruction: 'Ask me for approval before the reply goes out',
    before: TICKETS,
    right: [
      add(ask('may', 'Is this reply right?', { data: '{{ nodes.answer.output.text }}' }), 'answer>may'),
    ],
    wrong: [
      [
        'approval_missing',
        'a model decides',
        add(agent('may', 'Is this reply ready to go out? {{ nodes.answer.output.text }}'), 'answer>may'),
      ],
      [
        'limit_not_in_prompt',
        'with a time limit',
        add(
          ask('may', 'Is this reply right?', {
            data: '{{ nodes.answer.output.text }}',
            timeout_seconds: 900,
          }),
          'answer>may',
        ),
      ],
    ],
  },
  {
    instruction: 'Write everything in a friendlier tone',
    before: TICKETS,
    right: [
      configure('page', { prompt: 'Write a friendly alert for the engineer:\n{{ inputs.ticket }}' }),
      configure('answer', { prompt: 'Write a warm, polite reply:\n{{ inputs.ticket }}' }),
    ],
    wrong: [['nothing_changed', 'the same']],
  },
  {
    instruction: 'For each invoice, also extract the due date',
    before: INVOICES,
    right: [
      change('each', (node) => ({
        ...node,
        config: {
          items: 'inputs.invoices',
          body: {
            nodes: [
              agent('check', 'Check this invoice: {{ item }}'),
              agent('flag', 'Overdue? {{ nodes.check.output.text }}'),
              agent('due', 'Extract the due date: {{ item }}'),
            ],
            edges: [{ source: 'check', target: 'flag' }],
          },
        },
      })),
    ],
    wrong: [
      [
        'untouched_changed',
        'the report changes',
        change('each', (node) => ({
          ...node,
          config: {
            items: 'inputs.invoices',
            body: {
              nodes: [
                agent('check', 'Check this invoice: {{ item }}'),
                agent('flag', 'Overdue? {{ nodes.check.output.text }}'),
                agent('due', 'Extract the due date: {{ item }}'),
              ],
              edges: [{ source: 'check', target: 'flag' }],
            },
          },
        })),
        configure('report', { prompt: 'Write a long report on {{ nodes.each.output.items }}' }),
      ],
      [
        'untouched_removed',
        'the flags are lost',
        change('each', (node) => ({
          ...node,
          config: {
            items: 'inputs.invoices',
            body: {
              nodes: [
                agent('check', 'Check this invoice: {{ item }}'),
                agent('due', 'Extract the due date: {{ item }} {{ nodes.check.output.text }}'),
              ],
              edges: [{ source: 'check', target: 'due' }],
            },
          },
        })),
      ],
    ],
  },
  {
    instruction: 'Only send it if the newsletter mentions our product',
    before: NEWS,
    right: [
      add(
        choose('mentions', { yes: 'nodes.letter.output.text.contains("product")' }, 'no'),
        'letter>mentions mentions:yes>ok',
      ),
      add(compute('kept', '"Not sent."'), 'mentions:no>kept'),
      cut('letter>ok'),
    ],
    wrong: [
      [
        'condition_missing',
        'always',
        add(
          agent('note', 'Say what the newsletter says of our product: {{ nodes.letter.output.text }}'),
          'letter>note',
        ),
        output({ newsletter: '{{ nodes.letter.output.text }}', note: '{{ nodes.note.output.text }}' }),
      ],
      [
        'branch_missing',
        'no way for no',
        add(
          choose('mentions', { yes: 'nodes.letter.output.text.contains("product")' }, 'no'),
          'letter>mentions mentions:yes>ok',
        ),
        cut('letter>ok'),
      ],
    ],
  },
  {
    instruction: 'Kürze die Zusammenfassung auf 3 Sätze und warte danach 5 Minuten',
    before: NEWS,
    right: [
      configure('digest', { prompt: 'Summarise the news in 3 sentences:\n{{ nodes.news.output.body }}' }),
      ...between('rest', wait('rest', { seconds: 300 }), 'digest', 'letter'),
    ],
    wrong: [
      [
        'literal_not_in_prompt',
        'eine erfundene Adresse',
        configure('news', { url: 'https://example.org/nachrichten.json' }),
      ],
    ],
  },
  {
    instruction: 'Drop the approval, it takes too long',
    before: NEWS,
    right: [configure('ok', { message: 'Send the newsletter?' })],
    wrong: [
      [
        'effect_without_approval',
        'sent at once',
        drop('ok'),
        (graph) => ({
          ...graph,
          edges: [
            ...(graph.edges ?? []).filter(({ target }) => target !== 'send'),
            { source: 'letter', target: 'send' },
          ],
        }),
      ],
    ],
  },
];
