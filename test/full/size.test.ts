import type { EngineExecutionStarted, ExecutionView } from '@aiwf/contracts';
import { reply, toolCalls, type ModelRequest } from '@aiwf/testing';
import { agent, chain, compute, http, render } from '../harness/graphs';
import { historyWarnings } from '../harness/history-warnings';
import { ended, get, post, statusUrl } from '../harness/http';
import { serve, type LocalServer } from '../harness/local-server';
import { scriptedModel, type ScriptedModel } from '../harness/model';
import { startPair, type Pair } from '../harness/pair';

/**
 * Real: both built apps as processes, Temporal, PGlite, HTTP over loopback. Scripted: the model. Every run must end
 * without a warning of Temporal about the size of what it keeps. What is quick stands in test/deep/size.test.ts.
 */
let pair: Pair;
let model: ScriptedModel;
let server: LocalServer;

const MIB = 1024 * 1024;
const USER = 'tester';

/** An agent that is told to count calls a tool with each turn but its last; any other repeats the end of its prompt. */
function answerTo({ messages }: ModelRequest) {
  const turns = messages.filter(({ role }) => role === 'assistant').length;
  const [prompt = ''] = messages.filter(({ role }) => role === 'user').map(({ text }) => text);
  const limit = Number(/^Count to (\d+)$/.exec(prompt)?.[1] ?? 0);
  if (turns + 1 < limit) return toolCalls([{ name: 'calculator', args: { expression: `${turns} + 1` } }]);
  return reply(prompt.slice(-20));
}

beforeAll(async () => {
  model = await scriptedModel(answerTo);
  server = await serve(({ url }, response) => {
    const bytes = Number(new URL(url, 'http://localhost').searchParams.get('bytes'));
    response.setHeader('content-type', 'application/json').end(JSON.stringify('x'.repeat(bytes - 2)));
  });
  pair = await startPair({
    both: { ...model.env, PLANNER: 'outline', RATE_LIMIT_ENABLED: 'false' },
    engine: { EGRESS_ALLOWED_HOSTS: server.host },
  });
}, 120_000);

afterAll(async () => {
  const output = pair.output();
  await pair.stop();
  await Promise.all([model.server.close(), server.close()]);
  expect(output).not.toMatch(/TMPRL1103|too large|RESOURCE_EXHAUSTED/i);
});

const ids = (count: number) => Array.from({ length: count }, (_, index) => `n${index}`);
const map = (id: string, items: string, nodes: object[], config: object = {}) => ({
  id,
  type: 'map',
  config: { items, body: { nodes }, concurrency: 50, ...config },
});
const numbers = (count: number) => ({
  inputs: {
    type: 'object',
    properties: { list: { type: 'array', default: Array.from({ length: count }, (_, index) => index) } },
  },
});
const download = (id: string, bytes: number) => http(id, { url: `${server.url}/?bytes=${bytes}` });

/** Runs a graph to its end and asks for its status as a user does, through the gateway. */
async function completed(graph: object, timeoutMs = 600_000): Promise<ExecutionView> {
  const { body } = await post<EngineExecutionStarted>(`${pair.engine.url}/workflow/execute`, {
    workflow_data: { name: 'size', ...graph },
    user_id: USER,
  });
  const { execution_id } = body;
  const view = await ended(statusUrl.engine(pair.engine.url, execution_id, USER), timeoutMs);
  expect(view).toMatchObject({ status: 'completed', error_message: null });
  expect(await historyWarnings(execution_id)).toEqual([]);
  const shown = await get<ExecutionView>(statusUrl.gateway(pair.gateway.url, execution_id, USER));
  expect(shown.status).toBe(200);
  expect(shown.body).toEqual(view);
  return view;
}

it('a chain of a thousand agents', async () => {
  const nodes = ids(1_000);
  const view = await completed({
    nodes: nodes.map((id, index) =>
      agent(id, index === 0 ? 'number 0' : `number ${index}, after {{ nodes.n${index - 1}.output.text }}`),
    ),
    edges: chain(...nodes),
  });
  expect(view).toMatchObject({ usage: { llm_calls: 1_000 }, output_data: { result: expect.any(String) } });
}, 700_000);

it('a map over five hundred items, with an agent for each', async () => {
  const before = model.server.requests.length;
  const view = await completed({
    ...numbers(500),
    nodes: [map('each', 'inputs.list', [agent('say', 'item {{ item }}')])],
    output: { said: '{{ nodes.each.output.items }}' },
  });
  const said = Array.from({ length: 500 }, (_, index) => `item ${index}`);
  expect(view.output_data).toEqual({ said });
  expect(model.server.requests).toHaveLength(before + 500);
}, 700_000);

it('a map in a map', async () => {
  const inner = map('inner', '[item, item + 1]', [compute('add', 'item + index')]);
  const view = await completed({
    ...numbers(100),
    nodes: [map('outer', 'inputs.list', [inner])],
    output: { last: '{{ nodes.outer.output.items[99] }}' },
  });
  expect(view.output_data).toEqual({ last: { items: [99, 101], errors: [] } });
}, 700_000);

it('a map over five thousand items, whose outputs it carries over', async () => {
  const view = await completed({
    ...numbers(5_000),
    nodes: [
      map('each', 'inputs.list', [
        { id: 'tick', type: 'wait', config: { seconds: 0.01 } },
        render('out', `${'ä'.repeat(90)}{{ item }}`),
      ]),
    ].map((node) => ({
      ...node,
      config: { ...node.config, body: { ...node.config.body, edges: chain('tick', 'out') } },
    })),
    output: { last: '{{ nodes.each.output.items[4999] }}' },
  });
  expect(view.output_data).toEqual({ last: `${'ä'.repeat(90)}4999` });
}, 700_000);

it('an agent of a hundred turns', async () => {
  const view = await completed({
    nodes: [agent('count', 'Count to 100', { tools: ['calculator'], max_turns: 100 })],
  });
  expect(view).toMatchObject({ usage: { llm_calls: 100, tool_calls: 99 } });
}, 700_000);

describe('outputs of 20 MiB together', () => {
  const size = 5 * MIB - 1_000;

  it('of several nodes', async () => {
    const nodes = ids(4);
    const view = await completed({
      nodes: nodes.map((id) => download(id, size)),
      output: { all: nodes.map((id) => `{{ nodes.${id}.output.body }}`) },
    });
    expect(JSON.stringify(view.output_data).length).toBeGreaterThan(4 * size);
  }, 700_000);

  it('of the items of a map', async () => {
    const view = await completed({
      ...numbers(20),
      nodes: [
        map('each', 'inputs.list', [download('get', MIB), compute('body', 'nodes.get.output.body')]),
      ].map((node) => ({
        ...node,
        config: { ...node.config, body: { ...node.config.body, edges: chain('get', 'body') } },
      })),
      output: { all: '{{ nodes.each.output.items }}' },
    });
    expect(JSON.stringify(view.output_data).length).toBeGreaterThan(20 * (MIB - 10));
  }, 700_000);
});

it('an answer of a hundred nodes that all get much at once', async () => {
  const nodes = ids(100);
  const view = await completed({
    nodes: [...nodes.map((id) => download(id, MIB)), compute('end', 'nodes.n99.output.body.size()')],
    edges: nodes.map((source) => ({ source, target: 'end' })),
  });
  expect(view.output_data).toEqual({ result: MIB - 2 });
}, 700_000);
