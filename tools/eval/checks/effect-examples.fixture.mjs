import { agent, ask, chain, decide, get, graph, post, reading } from './graphs.fixture.mjs';

const URL = 'https://hooks.example.com/x';
const free = graph([agent('draft'), post('send', URL)], 'draft>send');
const approved = graph([agent('draft'), ask('ask'), post('send', URL)], 'draft>ask ask>send:approved');
const anyway = graph(
  [agent('draft'), ask('ask'), post('send', URL)],
  'draft>ask ask>send:approved draft>send',
);
const rejected = graph([ask('ask'), post('send', URL)], 'ask>send:rejected');
const keyed = graph([agent('draft'), post('send', URL, { idempotency_key: true })], 'draft>send');
const byCondition = (when) => {
  const node = decide('if', ['yes']);
  node.config.branches[0].when = when;
  return graph([ask('ask'), node, post('send', URL)], 'ask>if if>send:yes');
};
const rewritten = graph(
  [
    agent('draft'),
    ask('ask'),
    reading('polish', 'draft'),
    { ...post('send', URL, { body: '{{ nodes.polish.output.text }}' }) },
  ],
  'draft>ask ask>polish:approved polish>send',
);
const asShown = graph(
  [
    agent('draft'),
    ask('ask', { data: '{{ nodes.draft.output.text }}' }),
    post('send', URL, { body: '{{ nodes.ask.output.data }}' }),
  ],
  'draft>ask ask>send:approved',
);
const inputs = (properties) => ({ inputs: { type: 'object', properties } });
const with_ = (properties) => graph([agent('a')], '', inputs(properties));
const SEND = { acts: true };

/** Each check, a graph that it holds for, and one that it doesn't. */
export const EFFECT_EXAMPLES = [
  [{ sends: { url: 'hooks' } }, free, graph([get('read', URL)])],
  [
    { sends: {} },
    graph([agent('act', 'act', { tools: ['mcp:mail/send'] })]),
    graph([agent('act', 'act', { tools: ['fetch_url'] })]),
  ],
  [{ sends_nothing: true }, graph([get('read', URL)]), free],
  [{ effects_approved: true }, approved, free],
  [{ effects_approved: true }, keyed, anyway],
  [
    { effects_approved: true },
    byCondition('nodes.ask.output.branch == "approved"'),
    byCondition('nodes.ask.output.branch != "approved"'),
  ],
  [{ effects_approved: true }, approved, rejected],
  [{ only_after_yes: SEND }, approved, keyed],
  [{ only_after_yes: SEND }, approved, anyway],
  [{ sent_as_shown: SEND }, asShown, rewritten],
  [{ uses: 'https://Hooks.example.com/x' }, free, chain],
  [{ nothing_says: 'evil' }, chain, graph([agent('evil')])],
  [
    { nothing_invented: true },
    graph([get('a', 'https://given.example.com/x')]),
    graph([get('a', 'https://other.example.com/x')]),
  ],
  [
    { nothing_invented: true },
    with_({ to: { default: 'ann@x.org', description: 'a sample' } }),
    with_({ to: { default: 'ann@x.org' } }),
  ],
  [{ no_limits: true }, chain, graph([agent('a')], '', { limits: { max_cost_usd: 1 } })],
  [
    { limit: 'max_cost_usd', is: 2 },
    graph([agent('a')], '', { limits: { max_cost_usd: 2 } }),
    graph([agent('a')], '', { limits: { max_cost_usd: 20 } }),
  ],
  [{ input: 'ticket' }, with_({ text: { description: 'The ticket' } }), with_({ text: {} })],
  [{ input: 'url', default: '' }, with_({ url: { default: '' } }), with_({ url: { default: 'x' } })],
  [{ input: 'url', default: null }, with_({ url: {} }), with_({ url: { default: '' } })],
  [{ input: 'size', default: '^3$' }, with_({ size: { default: 3 } }), with_({ size: { default: 30 } })],
  [{ no_input: 'mail' }, with_({ text: {} }), with_({ email: {} })],
  [
    { output_says: 'summary' },
    graph([agent('a')], '', { output: { summary: '{{ nodes.a.output }}' } }),
    chain,
  ],
  [{ named: '^test$' }, chain, { ...chain, name: 'Other' }],
  [{ any: [{ uses: 'hooks' }, { node: { says: 'list' } }] }, free, chain],
  [{ all: [{ uses: 'draft' }, { node: { says: 'check' } }] }, chain, free],
  [{ not: { uses: 'hooks' } }, chain, free],
];
