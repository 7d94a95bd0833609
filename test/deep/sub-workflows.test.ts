import { reply, toolCalls } from '@aiwf/testing';
import { agent, chain, compute, render } from '../harness/graphs';
import { scriptedEngine } from '../harness/scripted-engine';
import { Steering } from '../harness/steering';

/** Real: engine, Temporal, PGlite, HTTP. Scripted: the model. */
const under = scriptedEngine();

type Fields = Record<string, unknown>;

const call = (definition: Fields, config: Fields = {}, fields: Fields = {}) => ({
  id: 'sub',
  type: 'workflow',
  config: { definition: { name: 'inner', ...definition }, ...config },
  ...fields,
});

/** A definition that stands in `depth` workflows. */
const within = (depth: number, innermost: object): object =>
  depth === 0 ? innermost : within(depth - 1, { ...call({ nodes: [innermost] }), id: `sub${depth}` });

describe('the output of a workflow inside another', () => {
  const inner: [string, Fields][] = [
    ['of one node, when it says none', { nodes: [compute('a', '1')] }],
    ['of several', { nodes: [compute('a', '1'), compute('b', '[2]')] }],
    ['of nothing', { nodes: [] }],
    ['that is text', { nodes: [compute('a', '"x"')], output: 'is {{ nodes.a.output }}' }],
    ['that is a list', { nodes: [compute('a', '[1, 2]')], output: '{{ nodes.a.output }}' }],
    ['that is an object', { nodes: [compute('a', '{"x": 1}')], output: '{{ nodes.a.output }}' }],
    ['that is written out', { nodes: [compute('a', '1')], output: { a: '{{ nodes.a.output }}' } }],
    [
      'that is a long list',
      {
        nodes: [render('a', Array(900).fill('a text of some forty characters or more'))],
        output: '{{ nodes.a.output }}',
      },
    ],
    [
      'that is a long object',
      { nodes: [render('a', { long: 'x'.repeat(50_000) })], output: '{{ nodes.a.output }}' },
    ],
  ];

  it.each(inner)('%s is what it gives when it runs alone: an object', async (_what, definition) => {
    const alone = await under.engine.run({ name: 'alone', ...definition });
    const inside = await under.engine.run({
      name: 'outer',
      nodes: [call(definition)],
      output: { inside: '{{ nodes.sub.output }}' },
    });
    expect(alone).toMatchObject({ status: 'completed', output_data: expect.any(Object) });
    expect(Array.isArray(alone.output_data)).toBe(false);
    expect(inside.output_data).toEqual({ inside: alone.output_data });
  });

  it('is read as result where it says none', async () => {
    under.model.script('Say it inside', reply('said'));
    const view = await under.engine.run({
      name: 'outer',
      nodes: [call({ nodes: [agent('a', 'Say it inside')] }), compute('b', 'nodes.sub.output.result + "!"')],
      edges: chain('sub', 'b'),
    });
    expect(view.output_data).toEqual({ result: 'said!' });
  });
});

it('sees nothing of the workflow around it but its inputs', async () => {
  const definition = {
    inputs: { type: 'object', properties: { n: { type: 'number' } } },
    nodes: [compute('a', 'inputs.n + 1')],
  };
  const graph = (expression: string) => ({
    name: 'outer',
    nodes: [
      compute('before', '41'),
      call(
        { ...definition, nodes: [compute('a', expression)] },
        { inputs: { n: '{{ nodes.before.output }}' } },
      ),
    ],
    edges: chain('before', 'sub'),
  });
  expect((await under.engine.run(graph('inputs.n + 1'))).output_data).toEqual({ result: { result: 42 } });
  const { status, body } = await under.engine.post('/workflow/execute', {
    workflow_data: graph('nodes.before.output'),
    user_id: 'tester',
  });
  expect(status).toBe(422);
  expect(body).toMatchObject({ errors: [{ code: 'unknown_reference' }] });
});

it('stands eight deep in others, and no deeper', async () => {
  const view = await under.engine.run({ name: 'deep', nodes: [within(8, compute('a', '1'))] });
  expect(view.status).toBe('completed');
  expect(JSON.stringify(view.output_data)).toBe(`{"result":${'{"result":'.repeat(8)}1${'}'.repeat(8)}}`);
  const { status, body } = await under.engine.post('/workflow/execute', {
    workflow_data: { name: 'deeper', nodes: [within(9, compute('a', '1'))] },
    user_id: 'tester',
  });
  expect(status).toBe(422);
  expect(body).toMatchObject({ errors: [{ code: 'too_nested', hint: expect.stringContaining('8 deep') }] });
});

it('that is only named is refused by the engine, which stores none', async () => {
  const { status, body } = await under.engine.post('/workflow/execute', {
    workflow_data: {
      name: 'named',
      nodes: [{ id: 'sub', type: 'workflow', config: { workflow_id: 'wf_1' } }],
    },
    user_id: 'tester',
  });
  expect(status).toBe(422);
  expect(body).toMatchObject({ errors: [{ code: 'workflow_not_inlined' }] });
});

describe('a limit', () => {
  const calculate = toolCalls([{ name: 'calculator', args: { expression: '1' } }]);
  const twice = (prompt: string) => agent('a', prompt, { tools: ['calculator'] });

  it.each([
    ['of the run', { limits: { max_llm_calls: 1 } }, {}, {}, 'the run'],
    ['of the node that calls it', {}, { limits: { max_llm_calls: 1 } }, {}, 'nodes/sub'],
    ['of its own', {}, {}, { limits: { max_llm_calls: 1 } }, 'nodes/sub/workflow'],
    ['of a node in it', {}, {}, {}, 'nodes/sub/workflow/nodes/a'],
  ])('%s holds in a workflow inside', async (what, run, node, own, scope) => {
    const prompt = `Bounded ${what}`;
    under.model.script(prompt, calculate);
    const inside = scope.endsWith('/a') ? { limits: { max_llm_calls: 1 } } : {};
    const view = await under.engine.run({
      name: 'outer',
      nodes: [call({ nodes: [{ ...twice(prompt), ...inside }], ...own }, {}, node)],
      ...run,
    });
    expect(view).toMatchObject({
      status: 'failed',
      nodes: [{ error_code: 'budget_exceeded' }],
      usage: { llm_calls: 1 },
    });
    expect(view.error_message).toContain(`max_llm_calls of ${scope} allows 1, and 2 would be needed`);
  });

  it('of a node inside a map is each item’s own, and one of the map all its items’', async () => {
    for (const item of ['x', 'y']) under.model.script(`Item ${item}`, reply(item));
    const each = (limits: Fields, inner: Fields) => ({
      id: 'each',
      type: 'map',
      config: {
        items: '["x", "y"]',
        concurrency: 1,
        on_item_error: 'collect',
        body: { nodes: [agent('a', 'Item {{ item }}', {}, inner)] },
      },
      ...limits,
    });
    const one = { limits: { max_llm_calls: 1 } };
    const free = await under.engine.run({ name: 'items', nodes: [each({}, one)] });
    expect(free.output_data).toEqual({ result: { items: ['x', 'y'], errors: [] } });
    under.model.script('Item x', reply('x'));
    const bound = await under.engine.run({ name: 'items', nodes: [each(one, {})] });
    expect(bound.output_data).toMatchObject({
      result: { items: ['x', null], errors: [{ index: 1, code: 'budget_exceeded' }] },
    });
  });

  it('that is reached inside a workflow is asked about, raised, and nothing is repeated', async () => {
    const steer = new Steering(under.engine);
    under.model.script('Raise inside', calculate, reply('raised'));
    const id = await under.engine.start({
      name: 'outer',
      nodes: [call({ nodes: [twice('Raise inside')], limits: { max_llm_calls: 1 } })],
      limits: { on_breach: 'ask' },
    });
    const request = await steer.askedOnce(id);
    expect(request).toMatchObject({
      kind: 'budget',
      data: { scope: 'nodes/sub/workflow', limit: 'max_llm_calls' },
    });
    await steer.decide(id, request.request_id, { decision: 'raise', data: { max_llm_calls: 5 } });
    expect(await under.engine.ended(id)).toMatchObject({
      status: 'completed',
      output_data: { result: { result: 'raised' } },
      usage: { llm_calls: 2, tool_calls: 1 },
    });
    expect(under.model.requests('Raise inside')).toHaveLength(2);
  });
});
