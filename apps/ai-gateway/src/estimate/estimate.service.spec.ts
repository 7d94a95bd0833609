import type { Estimate, WorkflowStatistics } from '@aiwf/contracts';
import type { NodeDefinition, WorkflowDefinition } from '@aiwf/definition';
import { createModels } from '@aiwf/models';
import { loadGatewayConfig } from '@aiwf/platform';
import { EstimateService } from './index';
import type { StatisticsCache } from './history/statistics.cache';

const PRICED = { LLM_MODEL: 'openai:gpt-4.1-mini', OPENAI_API_KEY: 'sk-test-key' };

let statistics: WorkflowStatistics | undefined;
beforeEach(() => (statistics = undefined));

function serviceOf(env: Record<string, string>): EstimateService {
  const config = loadGatewayConfig(env);
  const cache = { read: () => statistics } as unknown as StatisticsCache;
  return new EstimateService(config, createModels(config.model), cache);
}

const service = serviceOf(PRICED);

type Fields = Partial<WorkflowDefinition>;
const graph = (nodes: object[], fields: Fields = {}): WorkflowDefinition => ({
  name: 'estimated',
  nodes: nodes as NodeDefinition[],
  ...fields,
});
const estimate = (
  nodes: object[],
  fields: Fields = {},
  inputs?: { [name: string]: string | number | string[] },
) => service.estimate(graph(nodes, fields), 'user123', inputs ? { inputs } : {});

const agent = (id: string, prompt = 'Write', config: object = {}, fields: object = {}) => ({
  id,
  type: 'agent',
  config: { prompt, ...config },
  ...fields,
});
const ofNode = ({ nodes }: Estimate, id: string) => nodes.find(({ node_id }) => node_id === id);
const edge = (source: string, target: string, more: object = {}) => ({ source, target, ...more });
const NONE = { low: 0, likely: 0, high: 0 };

describe('the ways through a graph', () => {
  const choice = (when: string) => [
    { id: 'which', type: 'condition', config: { branches: [{ name: 'long', when }], default: 'short' } },
    agent('one'),
    agent('two'),
    agent('three'),
    agent('after'),
  ];
  const edges = [
    edge('which', 'one', { branch: 'long' }),
    edge('one', 'two'),
    edge('two', 'after'),
    edge('which', 'three', { branch: 'short' }),
    edge('three', 'after'),
  ];
  const inputs = { type: 'object', properties: { n: { type: 'number', default: 1 } } };
  const calls = (when: string, given?: { n: number }) =>
    estimate(choice(when), { edges, inputs }, given).total.llm_calls;

  it('are bounded by the cheapest and the dearest, likely in the middle', () => {
    const when = 'nodes.which.output == null';
    expect(calls(when)).toEqual({ low: 2, likely: 3, high: 3 });
  });

  it('are one way where the inputs decide', () => {
    expect(calls('inputs.n > 5')).toEqual({ low: 2, likely: 2, high: 2 });
    expect(calls('inputs.n > 5', { n: 6 })).toEqual({ low: 3, likely: 3, high: 3 });
  });

  it('are weighed by how often earlier runs took them', () => {
    const reached = [
      ['which', 10],
      ['three', 10],
      ['after', 10],
    ].map(([id, runs]) => ({
      node_id: String(id),
      runs: Number(runs),
    }));
    statistics = { runs: 10, models: [], nodes: [], repeats: [], reached };
    expect(estimate(choice('nodes.which.output == null'), { edges, inputs })).toMatchObject({
      basis: 'history',
      runs: 10,
      total: { llm_calls: { low: 2, likely: 2, high: 3 } },
    });
  });

  it('may be too many to be counted, and still have a least and a most', () => {
    const forks = Array.from({ length: 12 }, (_, index) => index);
    const nodes = forks.flatMap((index) => [
      {
        id: `c${index}`,
        type: 'condition',
        config: { branches: [{ name: 'yes', when: `nodes.first.output.text == "${index}"` }] },
      },
      agent(`a${index}`),
    ]);
    const between = forks.map((index) => edge(`c${index}`, `a${index}`, { branch: 'yes' }));
    const { total } = estimate([agent('first'), ...nodes], {
      edges: [...forks.map((index) => edge('first', `c${index}`)), ...between],
    });
    expect(total.llm_calls).toMatchObject({ low: 1, high: 13 });
  });

  it('take what lies beside one another at the same time', () => {
    const one = estimate([agent('a')]).total.seconds;
    expect(estimate([agent('a'), agent('b'), agent('c')]).total.seconds).toEqual(one);
    const chain = estimate([agent('a'), agent('b')], { edges: [edge('a', 'b')] }).total.seconds;
    expect(chain.likely).toBeCloseTo(2 * one.likely, 1);
  });

  it('leave out what only undoes others, and count what a failed node leads to', () => {
    const undo = [agent('do'), agent('undo')];
    const undone = { edges: [edge('do', 'undo', { kind: 'compensation' })] as WorkflowDefinition['edges'] };
    expect(estimate(undo, undone).total.llm_calls).toEqual({ low: 1, likely: 1, high: 1 });
    const risky = [agent('do', 'Try', {}, { on_error: 'route' }), agent('mend')];
    const routed = { edges: [edge('do', 'mend', { kind: 'error' })] as WorkflowDefinition['edges'] };
    expect(estimate(risky, routed).total.llm_calls).toMatchObject({ low: 1, high: 2 });
  });
});

describe('nodes', () => {
  it('use more with tools, up to their turns', () => {
    expect(ofNode(estimate([agent('a', 'Reckon', { tools: ['calculator'] })]), 'a')).toMatchObject({
      llm_calls: { low: 1, likely: 3, high: 10 },
    });
    expect(
      ofNode(estimate([agent('a', 'Reckon', { tools: ['calculator'], max_turns: 2 })]), 'a'),
    ).toMatchObject({
      llm_calls: { low: 1, likely: 2, high: 2 },
    });
  });

  it('may be asked again for what does not fit, and judged each time', () => {
    const fields = { output_schema: { type: 'object' } };
    expect(ofNode(estimate([agent('a', 'Sort', {}, fields)]), 'a')).toMatchObject({
      llm_calls: { low: 1, likely: 1, high: 3 },
    });
    const guardrail = { instruction: 'Be kind', max_retries: 1 };
    expect(ofNode(estimate([agent('a', 'Reply', { guardrail })]), 'a')).toMatchObject({
      llm_calls: { low: 2, likely: 2, high: 4 },
    });
  });

  it('read what their inputs hold', () => {
    const inputs = { type: 'object', properties: { text: { type: 'string', default: '' } } };
    const tokens = (text: string) =>
      estimate([agent('a', 'Sum up {{ inputs.text }}')], { inputs }, { text }).total.input_tokens;
    const short = tokens('x');
    const long = tokens('x'.repeat(40_001));
    expect(long.likely - short.likely).toBe(10_000);
    expect(long.low - short.low).toBeGreaterThan(6_000);
  });

  it('run once for each item of a list that is known', () => {
    const nodes = [
      { id: 'split', type: 'transform', config: { expression: 'inputs.list.filter(x, x != "skip")' } },
      {
        id: 'each',
        type: 'map',
        config: { items: 'nodes.split.output', body: { nodes: [agent('m', '{{ item }}')] } },
      },
    ];
    const fields = {
      edges: [edge('split', 'each')],
      inputs: { type: 'object', properties: { list: { type: 'array' } }, required: ['list'] },
    };
    const known = estimate(nodes, fields, { list: ['a', 'skip', 'b', 'c'] });
    expect(ofNode(known, 'each')).toMatchObject({ llm_calls: { low: 3, likely: 3, high: 3 } });
    expect(known.notes).toEqual([]);
    const open = estimate(nodes, fields);
    expect(ofNode(open, 'each')).toMatchObject({ llm_calls: { low: 0, likely: 5, high: 50 } });
    expect(open.notes).toEqual([
      expect.stringContaining('not given'),
      expect.stringContaining('How many items "each" goes through'),
    ]);
  });

  it('go round as often as a loop may', () => {
    const loop = {
      id: 'l',
      type: 'loop',
      config: { body: { nodes: [agent('m')] }, until: 'false', max_iterations: 4 },
    };
    expect(ofNode(estimate([loop]), 'l')).toMatchObject({ llm_calls: { low: 1, likely: 3, high: 4 } });
  });

  it('of another workflow count by their own inputs; a stored one that is not there is noted', () => {
    const sub = (config: object) => ({ id: 'sub', type: 'workflow', config });
    const definition = { name: 'inner', nodes: [agent('i'), agent('j')] };
    expect(estimate([sub({ definition })]).total.llm_calls).toEqual({ low: 2, likely: 2, high: 2 });
    const absent = estimate([sub({ workflow_id: 'wf_789012' })]);
    expect(absent).toMatchObject({ total: { llm_calls: NONE }, notes: [expect.stringContaining('"sub"')] });
  });

  it('that call nobody use nothing, and what people take is named apart', () => {
    const waiting = estimate([
      { id: 'ask', type: 'approval', config: { message: 'Fine?' } },
      { id: 'pause', type: 'wait', config: { seconds: 3_600 } },
      { id: 'paid', type: 'wait', config: { event: 'paid', timeout_seconds: 60 } },
      { id: 'get', type: 'http_request', config: { url: 'https://example.com/' } },
    ]);
    expect(waiting).toMatchObject({
      total: { llm_calls: NONE, tokens: NONE, cost_usd: NONE },
      waits: [
        { node_id: 'ask', kind: 'approval', seconds: null },
        { node_id: 'pause', kind: 'timer', seconds: 3_600 },
        { node_id: 'paid', kind: 'event', seconds: 60 },
      ],
    });
    expect(waiting.total.seconds.high).toBeLessThan(60);
  });
});

describe('limits', () => {
  it('cap the high end of the run, and of a node', () => {
    const limits = { max_llm_calls: 3, max_tokens: 5_000, max_cost_usd: 0.001, timeout_seconds: 20 };
    const tools = { tools: ['calculator'] };
    const { total } = estimate([agent('a', 'Reckon', tools), agent('b', 'Reckon', tools)], { limits });
    expect(total).toMatchObject({
      llm_calls: { high: 3 },
      tokens: { high: 5_000 },
      cost_usd: { high: 0.001 },
    });
    expect(total.seconds.high).toBeLessThanOrEqual(20);
    const limited = estimate([agent('a', 'Reckon', tools, { limits: { max_llm_calls: 2 } })]);
    expect(ofNode(limited, 'a')).toMatchObject({ llm_calls: { low: 1, likely: 2, high: 2 } });
    expect(limited.total.llm_calls.high).toBe(2);
  });

  it('of a crew hold its calls', () => {
    const agents = [{ id: 'w', role: 'Writer', goal: 'write', tools: ['calculator'] }];
    const tasks = ['a', 'b', 'c'].map((id) => ({ id, agent: 'w', description: id, expected_output: 'text' }));
    const crew = (more: object) => ({ id: 'c', type: 'crew', config: { agents, tasks, ...more } });
    expect(estimate([crew({})]).total.llm_calls).toEqual({ low: 3, likely: 9, high: 30 });
    expect(estimate([crew({ max_calls: 12 })]).total.llm_calls).toEqual({ low: 3, likely: 9, high: 12 });
    const managed = estimate([crew({ process: 'hierarchical' })]).total.llm_calls;
    expect(managed).toMatchObject({ low: 3, high: 200 });
  });
});

describe('prices', () => {
  it('of a model that is not in the table are not guessed', () => {
    const unknown = serviceOf({ ...PRICED, LLM_MODEL: 'openai:nobody-knows-it' }).estimate(
      graph([agent('a'), agent('b', 'Write', { model: 'openai:gpt-4.1-mini' })]),
      'user123',
    );
    expect(unknown).toMatchObject({
      total: { cost_usd: null, llm_calls: { low: 2 } },
      unpriced_models: ['openai:nobody-knows-it'],
    });
    expect(ofNode(unknown, 'b')?.cost_usd?.high).toBeGreaterThan(0);
  });

  it('are those of the models that agents name, and of the dearer one where another may answer', () => {
    const cost = (config: object) => estimate([agent('a', 'Write', config)]).total.cost_usd;
    const cheap = cost({ model: 'openai:gpt-4.1-nano' });
    const dear = cost({ model: 'openai:gpt-4.1' });
    expect(dear?.high).toBeGreaterThan(cheap?.high ?? Infinity);
    expect(cost({ model: 'openai:gpt-4.1-nano', fallback_model: 'openai:gpt-4.1' })).toEqual({
      low: cheap?.low,
      likely: cheap?.likely,
      high: dear?.high,
    });
  });

  it('of the embedded model are nothing; it takes one call at a time, and no tools', () => {
    const embedded = serviceOf({});
    const many = embedded.estimate(
      graph([agent('a'), agent('b', 'x', { tools: ['calculator'] })]),
      'user123',
    );
    expect(many).toMatchObject({
      model: expect.stringContaining('embedded:'),
      total: { cost_usd: NONE, llm_calls: { low: 2, likely: 2, high: 2 }, output_tokens: { high: 400 } },
    });
    const [first, second] = many.nodes;
    expect(many.total.seconds.likely).toBeCloseTo(
      (first?.seconds.likely ?? 0) + (second?.seconds.likely ?? 0),
      1,
    );
  });
});

it('takes what earlier runs took in place of what it would assume', () => {
  const spread = (value: number) => ({ p10: value, p50: value, p90: value });
  const before = estimate([agent('a')]);
  const node = {
    path: 'nodes/a',
    times: 16,
    llm_calls: spread(1),
    input_tokens: spread(40),
    output_tokens: spread(300),
    duration_ms: spread(2_000),
  };
  statistics = { runs: 16, models: [], nodes: [node], repeats: [], reached: [] };
  expect(estimate([agent('a')])).toMatchObject({
    basis: 'history',
    total: {
      llm_calls: { low: 1, likely: 1, high: 1 },
      output_tokens: { low: 240, likely: 300, high: 375 },
      seconds: { low: 1.6, likely: 2, high: 2.5 },
    },
  });
  statistics = { ...statistics, nodes: [{ ...node, path: 'nodes/another' }] };
  expect(estimate([agent('a')]).total).toEqual(before.total);
});

it('estimates the largest graph there may be', () => {
  const nodes = Array.from({ length: 1_000 }, (_, index) =>
    index % 10 === 0
      ? {
          id: `n${index}`,
          type: 'condition',
          config: { branches: [{ name: 'on', when: 'nodes.n1.output.text == ""' }] },
        }
      : agent(`n${index}`, `{{ nodes.n${index - 1}.output }} and so on`),
  );
  const edges = nodes.slice(1).map((_, index) => edge(`n${index}`, `n${index + 1}`));
  const { total } = estimate(nodes, { edges });
  expect(total.llm_calls).toEqual({ low: 900, likely: 900, high: 900 });
});
