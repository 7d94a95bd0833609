import { reply, toolCalls, waitFor } from '@aiwf/testing';
import { agent, chain, render } from '../harness/graphs';
import { meetingPoint } from '../harness/local-server';
import { modelCallsOf, toolCallsOf } from '../harness/run-records';
import { scriptedEngine } from '../harness/scripted-engine';
import { Steering } from '../harness/steering';

/** Real: engine, Temporal, PGlite, HTTP, the price table. Scripted: the model, which counts what it is asked. */
const under = scriptedEngine();

let steer: Steering;
beforeAll(() => {
  steer = new Steering(under.engine);
});

type Fields = Record<string, unknown>;

/** A model whose price is known: 2.5 dollars for a million tokens in, 10 for a million out. */
const PRICED = 'openai:gpt-4o';

const usage = { inputTokens: 1_000, outputTokens: 100 };
const calculate = toolCalls([{ name: 'calculator', args: { expression: '6 * 7' } }], usage);
const done = reply('done', usage);

/** An agent that makes two model calls with a tool call between them. */
const twice = (id: string, prompt: string, fields: Fields = {}, config: Fields = {}) =>
  agent(id, prompt, { tools: ['calculator'], ...config }, fields);

const graph = (nodes: object[], fields: Fields = {}) => ({ name: 'budgets', nodes, ...fields });

const asked = (prompt: string) => under.model.requests(prompt).length;

describe('a limit', () => {
  it.each([
    ['max_llm_calls', { max_llm_calls: 1 }],
    ['max_tokens', { max_tokens: 3_000 }],
    ['max_cost_usd', { max_cost_usd: 0.024 }],
  ])('%s of a run holds before a call is made', async (limit, limits) => {
    const prompt = `Hold ${limit}`;
    under.model.script(prompt, calculate);
    const view = await under.engine.run(graph([twice('a', prompt, {}, { model: PRICED })], { limits }));
    expect(view).toMatchObject({
      status: 'failed',
      error_message: expect.stringContaining(`${limit} of the run allows ${Object.values(limits)[0]}`),
      nodes: [{ error_code: 'budget_exceeded' }],
      usage: { llm_calls: 1, tool_calls: 1 },
    });
    expect(asked(prompt)).toBe(1);
  });

  it.each([
    ['max_llm_calls', { max_llm_calls: 2 }],
    ['max_tokens', { max_tokens: 5_000 }],
    ['max_cost_usd', { max_cost_usd: 0.04 }],
  ])('%s that is not reached stops nothing', async (limit, limits) => {
    const prompt = `Pass ${limit}`;
    under.model.script(prompt, calculate, done);
    const view = await under.engine.run(graph([twice('a', prompt, {}, { model: PRICED })], { limits }));
    expect(view).toMatchObject({ status: 'completed', usage: { llm_calls: 2 } });
  });

  it('of a node is that node’s alone', async () => {
    under.model.script('Bounded node', calculate);
    under.model.script('Free node', calculate, done);
    const limits = { max_llm_calls: 1 };
    const view = await under.engine.run(
      graph([twice('bounded', 'Bounded node', { limits, on_error: 'continue' }), twice('free', 'Free node')]),
    );
    expect(view).toMatchObject({
      status: 'completed',
      nodes: [{ status: 'failed', error_code: 'budget_exceeded' }, { status: 'completed' }],
      usage: { llm_calls: 3 },
    });
    expect(view.nodes[0]?.error_message).toContain('max_llm_calls of nodes/bounded allows 1, and 2');
  });

  it('of an agent counts all its tasks, and no one else’s', async () => {
    for (const n of [1, 2, 3]) under.model.script(`Bounded agent ${n}`, done);
    const task = (id: string, who: string, n: number) => ({
      id,
      agent: who,
      description: `Bounded agent ${n}`,
      expected_output: 'a line',
    });
    const agents = [
      { id: 'writer', role: 'Writer', goal: 'write', limits: { max_llm_calls: 2 } },
      { id: 'editor', role: 'Editor', goal: 'edit' },
    ];
    const tasks = [
      task('a', 'writer', 1),
      task('b', 'editor', 2),
      task('c', 'writer', 3),
      task('d', 'writer', 4),
    ];
    const view = await under.engine.run(graph([{ id: 'crew', type: 'crew', config: { agents, tasks } }]));
    expect(view).toMatchObject({
      status: 'failed',
      error_message: expect.stringContaining('max_llm_calls of nodes/crew/agents/writer allows 2'),
      usage: { llm_calls: 3 },
    });
    expect(asked('Bounded agent 4')).toBe(0);
  });

  it('in dollars is refused for a model without a known price', async () => {
    const limits = { max_cost_usd: 100 };
    const view = await under.engine.run(graph([agent('a', 'What does it cost')], { limits }));
    expect(view).toMatchObject({
      status: 'failed',
      error_message: expect.stringContaining('The price of openai:scripted is not known'),
      nodes: [{ error_code: 'unknown_price' }],
      usage: { llm_calls: 0 },
    });
    expect(asked('What does it cost')).toBe(0);
  });
});

describe('calls at the same time', () => {
  it('of parallel branches do not go past a limit together', async () => {
    const together = meetingPoint(3);
    const held = async () => {
      await together();
      return done;
    };
    const ids = Array.from({ length: 8 }, (_, index) => `b${index}`);
    under.model.script('All branches', held, held, held);
    const view = await under.engine.run(
      graph(
        ids.map((id) => agent(id, 'All branches', {}, { on_error: 'continue' })),
        { limits: { max_llm_calls: 3 } },
      ),
    );
    expect(view).toMatchObject({ status: 'completed', usage: { llm_calls: 3 } });
    const failed = view.nodes.filter(({ error_code }) => error_code === 'budget_exceeded');
    expect(failed).toHaveLength(5);
    expect(asked('All branches')).toBe(3);
  });

  it('of the items of a map do not go past a limit together', async () => {
    const together = meetingPoint(3);
    const held = async () => {
      await together();
      return done;
    };
    under.model.script('All items', held, held, held);
    const view = await under.engine.run(
      graph(
        [
          {
            id: 'each',
            type: 'map',
            config: {
              items: '[0, 1, 2, 3, 4, 5, 6, 7, 8, 9]',
              concurrency: 10,
              on_item_error: 'collect',
              body: { nodes: [agent('a', 'All items')] },
            },
          },
        ],
        { limits: { max_llm_calls: 3 }, output: { errors: '{{ nodes.each.output.errors }}' } },
      ),
    );
    expect(view).toMatchObject({ status: 'completed', usage: { llm_calls: 3 } });
    const { errors } = view.output_data as { errors: { code: string }[] };
    expect(errors.map(({ code }) => code)).toEqual(Array.from({ length: 7 }, () => 'budget_exceeded'));
    expect(asked('All items')).toBe(3);
  });
});

describe('a run that asks when a limit is reached', () => {
  const asks = (prompt: string) =>
    graph([twice('a', prompt, { limits: { max_llm_calls: 1 } })], { limits: { on_breach: 'ask' } });

  it('goes on where it was once the limit is raised, and repeats nothing', async () => {
    under.model.script('Raise me', calculate, done);
    const id = await under.engine.start(asks('Raise me'));
    const request = await steer.askedOnce(id);
    expect(request).toMatchObject({
      kind: 'budget',
      node_id: 'a',
      message: expect.stringContaining('max_llm_calls of nodes/a allows 1'),
      decisions: ['raise', 'stop'],
      data: { scope: 'nodes/a', limit: 'max_llm_calls', allowed: 1, needed: 2 },
    });
    expect(await under.engine.view(id)).toMatchObject({ status: 'running', phase: 'waiting' });
    const raise = { decision: 'raise', data: { max_llm_calls: 2 } };
    expect(await steer.decide(id, request.request_id, raise)).toMatchObject({ status: 200 });
    expect(await under.engine.ended(id)).toMatchObject({
      status: 'completed',
      usage: { llm_calls: 2, tool_calls: 1 },
    });
    expect(asked('Raise me')).toBe(2);
    expect(await toolCallsOf(under.engine, id)).toHaveLength(1);
  });

  it('asks again at the raised limit', async () => {
    under.model.script('Raise me twice', calculate, calculate, done);
    const id = await under.engine.start(asks('Raise me twice'));
    for (const max_llm_calls of [2, 3]) {
      const { request_id, data } = await steer.askedOnce(id);
      expect(data).toMatchObject({ allowed: max_llm_calls - 1 });
      await steer.decide(id, request_id, { decision: 'raise', data: { max_llm_calls } });
      const left = async () => (await steer.requests(id)).every((other) => other.request_id !== request_id);
      await waitFor(left, { what: 'the request to be closed' });
    }
    expect(await under.engine.ended(id)).toMatchObject({ status: 'completed', usage: { llm_calls: 3 } });
  });

  it('fails when it is told to stop', async () => {
    under.model.script('Stop me', calculate);
    const id = await under.engine.start(asks('Stop me'));
    const { request_id } = await steer.askedOnce(id);
    expect(await steer.decide(id, request_id, { decision: 'stop' })).toMatchObject({ status: 200 });
    expect(await under.engine.ended(id)).toMatchObject({
      status: 'failed',
      nodes: [{ error_code: 'budget_exceeded' }],
      usage: { llm_calls: 1 },
    });
    expect(asked('Stop me')).toBe(1);
  });
});

describe('what a run used', () => {
  it('is told in all, by node, by conversation and by call, with what it cost', async () => {
    under.model.script('Priced', calculate, done);
    under.model.script('Unpriced', done);
    const view = await under.engine.run(
      graph(
        [twice('paid', 'Priced', {}, { model: PRICED }), agent('free', 'Unpriced'), render('none', 'x')],
        {
          edges: chain('paid', 'free', 'none'),
        },
      ),
    );
    const cost = 0.0035;
    const close = (dollars: number) => expect.closeTo(dollars, 9);
    expect(await steer.usage(view.execution_id)).toMatchObject({
      execution_id: view.execution_id,
      cost_known: false,
      more: false,
      total: {
        llm_calls: 3,
        tool_calls: 1,
        input_tokens: 3_000,
        output_tokens: 300,
        cost_usd: close(2 * cost),
      },
      nodes: [
        { node_id: 'paid', llm_calls: 2, tool_calls: 1, input_tokens: 2_000, cost_usd: close(2 * cost) },
        { node_id: 'free', llm_calls: 1, tool_calls: 0, output_tokens: 100, cost_usd: 0 },
      ],
      agents: [
        { path: 'nodes/free', llm_calls: 1, cost_usd: 0 },
        { path: 'nodes/paid', llm_calls: 2, cost_usd: close(2 * cost) },
      ],
      calls: [
        { path: 'nodes/paid', turn: 0, model: PRICED, input_tokens: 1_000, cost_usd: close(cost) },
        { path: 'nodes/paid', turn: 1, model: PRICED, cost_usd: close(cost) },
        { path: 'nodes/free', turn: 0, model: 'openai:scripted', cost_usd: null },
      ],
    });
    expect(view.usage).toMatchObject({ llm_calls: 3, cost_usd: close(2 * cost) });
    expect((await modelCallsOf(under.engine, view.execution_id)).map(({ costUsd }) => costUsd)).toEqual([
      null,
      close(cost),
      close(cost),
    ]);
  });
});
