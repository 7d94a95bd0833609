import { agent, ask, chain, decide, each, get, graph, pause, post, repeat } from './graphs.fixture.mjs';

const body = graph([agent('judge')]);
const rejecting = graph(
  [ask('ask'), agent('rewrite'), agent('send')],
  'ask>rewrite:rejected ask>send:approved',
);

/** Each check, a graph that it holds for, and one that it doesn't. */
export const NODE_EXAMPLES = [
  [{ node: { says: 'draft' } }, chain, graph([agent('list')])],
  [
    { node: { type: 'agent' }, times: 2 },
    chain,
    graph([agent('list'), get('fetch', 'https://a.example.com')]),
  ],
  [{ node: { id: 'draft' } }, chain, graph([agent('drafted')])],
  [
    { node: { type: ['crew', 'agent'], says: ['dra', 'ft$'], not: 'mail' } },
    chain,
    graph([agent('draft', 'draft a mail')]),
  ],
  [
    { node: { method: 'PUT' } },
    graph([post('put', 'https://a.example.com', { method: 'PUT' })]),
    graph([get('a', 'https://a.example.com')]),
  ],
  [{ node: { tool: 'search' } }, graph([agent('find', 'find', { tools: ['web_search'] })]), chain],
  [
    { node: { url: 'a\\.example' } },
    graph([get('a', 'https://a.example.com')]),
    graph([agent('a', 'a.example')]),
  ],
  [
    { node: { says: 'summary' } },
    graph([agent('summary')]),
    graph([agent('send', 'Send {{ nodes.summary.output }}')]),
  ],
  [{ no_node: { says: 'list' } }, chain, graph([each('each', graph([agent('list')]))])],
  [{ size: { min: 2, max: 2 } }, chain, graph([agent('one')])],
  [{ size: { max: 2 } }, chain, graph([each('each', graph([agent('one'), agent('two')]))])],
  [
    { map: {}, does: { says: 'judge' } },
    graph([each('each', body)]),
    graph([each('each', graph([agent('list')])), agent('judge')]),
  ],
  [{ map: {} }, graph([each('each', body)]), graph([repeat('again', body)])],
  [{ loop: {}, does: { says: 'judge' } }, graph([repeat('again', body)]), graph([each('each', body)])],
  [
    { loop: {}, rounds: 3 },
    graph([repeat('again', body, { max_iterations: 3 })]),
    graph([repeat('again', body)]),
  ],
  [
    { loop: {}, rounds: 3 },
    graph([repeat('again', body, { until: 'index >= 2' })]),
    graph([repeat('again', body, { until: 'index >= 20' })]),
  ],
  [{ approval: {} }, graph([ask('ask')]), chain],
  [
    { approval: {}, approvers: ['ann', 'bo'] },
    graph([ask('ask', { approvers: ['ann', 'bo'] })]),
    graph([ask('ask', { approvers: ['ann'] })]),
  ],
  [{ approval: {}, required: 2 }, graph([ask('ask', { required: 2 })]), graph([ask('ask')])],
  [
    { approval: {}, no_means: { says: 'rewrite' } },
    rejecting,
    graph([ask('ask'), agent('rewrite')], 'ask>rewrite:approved'),
  ],
  [
    { wait: { seconds: 60 } },
    graph([pause('wait', { seconds: 60 })]),
    graph([pause('wait', { seconds: 6 })]),
  ],
  [
    { wait: { event: 'signed' } },
    graph([pause('wait', { event: 'contract_signed' })]),
    graph([pause('wait', { seconds: 60 })]),
  ],
  [{ wait: { until: '2030' } }, graph([pause('wait', { until: '2030-01-01T00:00:00Z' })]), chain],
  [{ ways: { min: 3 } }, threeWays(true), threeWays(false)],
  [
    { branches_complete: true },
    graph([decide('if', ['yes'], 'no'), agent('a'), agent('b')], 'if>a:yes if>b:no'),
    graph([decide('if', ['yes'], 'no'), agent('a')], 'if>a:yes'),
  ],
];

function threeWays(apart) {
  const nodes = [decide('if', ['x', 'y'], 'z'), agent('a'), agent('b'), agent('c')];
  return graph(nodes, apart ? 'if>a:x if>b:y if>c:z' : 'if>a:x if>b:y if>b:z');
}
