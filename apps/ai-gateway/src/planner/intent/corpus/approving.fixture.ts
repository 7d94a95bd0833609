import {
  agent,
  ask,
  choose,
  compose,
  compute,
  expert,
  flow,
  post,
  put,
  takes,
  type IntentCase,
} from './builders.fixture';
import { add, change, configure, cut, drop, link, output, say, wrong } from './changes.fixture';

const HOOK = 'https://hooks.example.com/in';

const contract = flow(
  [
    agent('risks', 'Name the risks in this contract:\n{{ inputs.contract }}'),
    ask('legal', 'May this go to the client?', { data: '{{ nodes.risks.output.text }}' }),
    choose('known', { yes: 'inputs.client_url != ""' }, 'no'),
    post('send', '{{ inputs.client_url }}', { risks: '{{ nodes.risks.output.text }}' }),
    compute('kept', '"Not sent: no address was given."'),
  ],
  'risks>known known:yes>legal legal:approved>send known:no>kept',
  {
    inputs: takes({ contract: null, client_url: '' }),
    output: { risks: '{{ nodes.risks.output.text }}', note: '{{ nodes.kept.output }}' },
  },
);

const blog = flow(
  [
    expert('write', 'Draft', 'Blogger', 'Be lively', 'Write a blog post about {{ inputs.topic }}.'),
    ask('look', 'Publish this?', { data: '{{ nodes.write.output.text }}' }),
    put('publish', 'https://blog.example.com/api/posts/next', { text: '{{ nodes.look.output.data }}' }),
    agent(
      'again',
      'Rewrite it after these comments: {{ nodes.look.output.decisions }}\n{{ nodes.write.output.text }}',
    ),
  ],
  'write>look look:approved>publish look:rejected>again',
  {
    inputs: takes({ topic: null }),
    output: { post: '{{ nodes.write.output.text }}', revised: '{{ nodes.again.output.text }}' },
  },
);

const refund = flow(
  [
    choose('size', { small: 'inputs.amount <= 50' }, 'large'),
    ask('manager', 'Refund {{ inputs.amount }}?'),
    compose('fine', { approved: true }),
    agent('yes', 'Tell the customer that {{ inputs.amount }} is refunded. {{ nodes.fine.output }}'),
    agent('no', 'Tell the customer kindly that nothing is refunded.'),
  ],
  'size:small>fine size:large>manager fine>yes manager:approved>yes manager:rejected>no manager:timeout>no',
  { inputs: takes({ amount: null }), output: '{{ nodes.yes.output.text }}{{ nodes.no.output.text }}' },
);

const whenEdges = flow(
  [
    agent('draft', 'Write an answer to: {{ inputs.mail }}'),
    ask('ok', 'Send it?', { data: '{{ nodes.draft.output.text }}' }),
    post('send', HOOK, { text: '{{ nodes.draft.output.text }}' }),
    agent('drop', 'Say in a line that nothing was sent.'),
  ],
  'draft>ok',
  {
    inputs: takes({ mail: null }),
    output: { draft: '{{ nodes.draft.output.text }}', note: '{{ nodes.drop.output.text }}' },
  },
);
const approvedByWhen = {
  ...whenEdges,
  edges: [
    { source: 'draft', target: 'ok' },
    { source: 'ok', target: 'send', when: 'nodes.ok.output.branch == "approved"' },
    { source: 'ok', target: 'drop', when: 'nodes.ok.output.branch != "approved"' },
  ],
};
const approvedByCondition = {
  ...whenEdges,
  nodes: [...whenEdges.nodes, choose('said', { no: 'nodes.ok.output.branch != "approved"' }, 'yes')],
  edges: [
    { source: 'draft', target: 'ok' },
    { source: 'ok', target: 'said' },
    { source: 'said', branch: 'yes', target: 'send' },
    { source: 'said', branch: 'no', target: 'drop' },
  ],
};

const keyed = flow(
  [
    agent('sum', 'Summarise: {{ inputs.report }}'),
    post(
      'send',
      HOOK,
      { text: '{{ nodes.sum.output.text }}' },
      { idempotency_key: true, headers: { Authorization: { secret: 'HOOK_TOKEN', prefix: 'Bearer ' } } },
    ),
  ],
  'sum>send',
  { inputs: takes({ report: null }), output: '{{ nodes.sum.output.text }}' },
);

const sub = flow(
  [
    agent('sum', 'Summarise {{ inputs.report }}'),
    ask('ok', 'Send it?', { data: '{{ nodes.sum.output.text }}' }),
    {
      id: 'deliver',
      type: 'workflow',
      config: {
        inputs: { text: '{{ nodes.sum.output.text }}' },
        definition: flow([post('out', HOOK, { text: '{{ inputs.text }}' })], '', {
          inputs: takes({ text: null }),
        }),
      },
    },
  ],
  'sum>ok ok:approved>deliver',
  { inputs: takes({ report: null }), output: '{{ nodes.sum.output.text }}' },
);

/** What waits for a person's yes. */
export const APPROVING: readonly IntentCase[] = [
  {
    prompt:
      'Read the contract, list the risks, and wait for approval from legal before sending it to the client',
    right: contract,
    wrong: [
      wrong(
        contract,
        'approval_missing',
        'legal is not asked, and nothing is asked for',
        drop('legal'),
        cut('known:yes>send'),
        link('known:yes>send'),
        configure('send', { idempotency_key: true }),
      ),
      wrong(
        contract,
        'effect_without_approval',
        'sent without legal',
        cut('known:yes>legal legal:approved>send'),
        link('known:yes>send risks>legal'),
      ),
      wrong(contract, 'literal_not_in_prompt', 'an invented client', (graph) => ({
        ...graph,
        inputs: takes({ contract: null, client_url: 'https://client.example.com/inbox' }),
      })),
      wrong(
        contract,
        'verb_not_covered',
        'nothing is sent',
        drop('send'),
        drop('known'),
        drop('kept'),
        output('{{ nodes.risks.output.text }}'),
        (graph) => ({
          ...graph,
          edges: [{ source: 'risks', target: 'legal' }],
          inputs: takes({ contract: null }),
        }),
      ),
    ],
  },
  {
    prompt:
      'Write a blog post about the topic, let me look at it, and publish it at https://blog.example.com/api/posts/next; if I say no, rewrite it with my comments',
    right: blog,
    wrong: [
      wrong(
        blog,
        'approval_missing',
        'published at once',
        drop('look'),
        cut('write>publish'),
        link('write>publish'),
        say('-', '{{ nodes.write.output.text }}'),
      ),
    ],
  },
  {
    prompt:
      'Refund customers up to 50 dollars automatically; above that a manager has to approve. Tell the customer either way.',
    right: refund,
    wrong: [
      wrong(
        refund,
        'literal_not_in_prompt',
        'a higher bar',
        say('inputs.amount <= 50', 'inputs.amount <= 80'),
      ),
      wrong(refund, 'branch_missing', 'large ones end', cut('size:large>manager'), link('fine>manager')),
    ],
  },
  {
    prompt: `Draft a reply to the email and post it to ${HOOK} after I approve it, otherwise say that nothing was sent`,
    right: approvedByWhen,
    wrong: [
      wrong(
        approvedByWhen,
        'effect_without_approval',
        'the other way round',
        say('nodes.ok.output.branch == "approved"', 'nodes.ok.output.branch != "rejected"'),
      ),
      wrong(
        approvedByWhen,
        'secret_in_text',
        'a key written out',
        configure('send', { headers: { 'X-Api-Key': 'correct horse battery' } }),
      ),
    ],
  },
  {
    prompt: `Draft a reply to the email and post it to ${HOOK} once I approve it, otherwise say that nothing was sent`,
    right: approvedByCondition,
    wrong: [
      wrong(
        approvedByCondition,
        'effect_without_approval',
        'sent on no',
        cut('said:yes>send said:no>drop'),
        link('said:no>send said:yes>drop'),
      ),
    ],
  },
  {
    prompt: `Summarise the report and send it to ${HOOK} with the token from our secrets`,
    right: keyed,
    wrong: [
      wrong(
        keyed,
        'effect_without_approval',
        'no key to know it again by',
        change('send', (node) => ({
          ...node,
          config: Object.fromEntries(
            Object.entries(node.config as object).filter(([name]) => name !== 'idempotency_key'),
          ),
        })),
      ),
      wrong(
        keyed,
        'secret_in_text',
        'the token written out',
        configure('send', { headers: { Authorization: 'Bearer open sesame' } }),
      ),
    ],
  },
  {
    prompt: `Summarise the report, get my approval, then send it to ${HOOK}`,
    right: sub,
    wrong: [
      wrong(
        sub,
        'effect_without_approval',
        'the inner workflow goes round the approval',
        cut('ok:approved>deliver'),
        link('sum>deliver'),
      ),
      wrong(
        sub,
        'literal_not_in_prompt',
        'another address deep inside',
        say(HOOK, 'https://hooks.example.com/out'),
        add(agent('note', `Mention ${HOOK}`)),
        output('{{ nodes.sum.output.text }}{{ nodes.note.output.text }}'),
        add(put('copy', HOOK), 'ok:approved>copy'),
      ),
    ],
  },
];
