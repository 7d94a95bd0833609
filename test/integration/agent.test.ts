import { reply, toolCalls, type ModelRequest } from '@aiwf/testing';
import { conversations, type Conversations } from '../harness/conversations';
import { startEngine, type EngineUnderTest } from '../harness/engine';
import { agent } from '../harness/graphs';
import { meetingPoint, serve, type LocalServer } from '../harness/local-server';
import { modelCallsOf, toolCallsOf } from '../harness/run-records';

/** Real: engine, Temporal, PGlite, the tools. Scripted: the model, and the web server that `fetch_url` reads. */
let model: Conversations;
let engine: EngineUnderTest;
let allowed: LocalServer;
let forbidden: LocalServer;
const bothReads = meetingPoint(2);

beforeAll(async () => {
  model = await conversations();
  allowed = await serve(async (request, response) => {
    await bothReads();
    response.end(`page ${request.url}`);
  });
  forbidden = await serve((_request, response) => response.end('secret'));
  engine = await startEngine({ ...model.env, EGRESS_ALLOWED_HOSTS: allowed.host });
});

afterEach(() => model.assertExhausted());

afterAll(async () => {
  await engine.close();
  await Promise.all([allowed.close(), forbidden.close(), model.server.close()]);
});

const run = (prompt: string, config: Record<string, unknown> = {}) =>
  engine.run({ name: 'agent', nodes: [agent('a', prompt, config)] });

/** What the model was told by the tools, in the request that came after. */
const toolMessages = (request: ModelRequest | undefined) =>
  request?.messages.filter(({ role }) => role === 'tool').map(({ text }) => text);

it('runs the tools of a turn and gives their results back, and records all of it once', async () => {
  const usage = { inputTokens: 100, outputTokens: 20 };
  model.script(
    'Six times seven, and when',
    toolCalls(
      [
        { name: 'calculator', args: { expression: '6 * 7' } },
        { name: 'current_time', args: {} },
      ],
      usage,
    ),
    reply('42, now', usage),
  );
  const view = await run('Six times seven, and when', { tools: ['calculator', 'current_time'] });

  expect(view).toMatchObject({
    status: 'completed',
    output_data: { result: '42, now' },
    usage: { llm_calls: 2, tool_calls: 2, input_tokens: 200, output_tokens: 40 },
  });
  const [first, second, ...more] = model.requests('Six times seven, and when');
  expect(more).toEqual([]);
  expect(first?.tools).toEqual(['calculator', 'current_time']);
  const [product, time] = toolMessages(second) ?? [];
  expect(product).toBe('{"result":42}');
  expect(time).toMatch(/^\{"utc":"\d{4}-/);
  expect(await modelCallsOf(engine, view.execution_id)).toMatchObject([
    { path: 'nodes/a', turn: 0, model: 'openai:scripted', inputTokens: 100, outputTokens: 20 },
    { path: 'nodes/a', turn: 1 },
  ]);
  expect(await toolCallsOf(engine, view.execution_id)).toMatchObject([
    { turn: 0, position: 0, name: 'calculator', arguments: { expression: '6 * 7' }, result: { ok: true } },
    { turn: 0, position: 1, name: 'current_time', arguments: {}, result: { ok: true } },
  ]);
});

it('runs the tools of one turn at the same time, on hosts the operator allows', async () => {
  model.script(
    'Read both',
    toolCalls([
      { name: 'fetch_url', args: { url: `${allowed.url}/one` } },
      { name: 'fetch_url', args: { url: `${allowed.url}/two` } },
    ]),
    reply('read'),
  );
  const view = await run('Read both', { tools: ['fetch_url'] });
  expect(view).toMatchObject({ status: 'completed', output_data: { result: 'read' } });
  expect(toolMessages(model.requests('Read both')[1])).toEqual(['page /one', 'page /two']);
});

it('keeps fetch_url from private addresses, and says so to the model', async () => {
  model.script(
    'Steal',
    toolCalls([
      { name: 'fetch_url', args: { url: forbidden.url } },
      { name: 'fetch_url', args: { url: `http://localhost:${new URL(forbidden.url).port}/` } },
      { name: 'fetch_url', args: { url: 'http://169.254.169.254/latest/meta-data' } },
    ]),
    reply('I may not'),
  );
  const view = await run('Steal', { tools: ['fetch_url'] });
  expect(view).toMatchObject({ status: 'completed', output_data: { result: 'I may not' } });
  const refusal = expect.stringContaining('is not a public address; only public hosts can be called.');
  expect(toolMessages(model.requests('Steal')[1])).toEqual([refusal, refusal, refusal]);
  expect(forbidden.requests).toEqual([]);
});

it.each([
  [
    'that does not exist',
    'Invent',
    { name: 'send_email', args: { to: 'ada' } },
    'There is no tool "send_email"',
  ],
  [
    'that this agent was not given',
    'Reach',
    { name: 'current_time', args: {} },
    'There is no tool "current_time"',
  ],
  [
    'with arguments that do not fit',
    'Misuse',
    { name: 'calculator', args: { formula: '1' } },
    "The arguments of calculator don't fit its schema",
  ],
])('tells the model about a call of a tool %s, and goes on', async (_what, prompt, call, answer) => {
  model.script(prompt, toolCalls([call]), reply('I see'));
  const view = await run(prompt, { tools: ['calculator'] });
  expect(view).toMatchObject({
    status: 'completed',
    output_data: { result: 'I see' },
    usage: { llm_calls: 2, tool_calls: 1 },
  });
  expect(model.requests(prompt)).toHaveLength(2);
  expect(toolMessages(model.requests(prompt)[1])).toEqual([expect.stringContaining(answer)]);
  expect(await toolCallsOf(engine, view.execution_id)).toMatchObject([{ result: { ok: false } }]);
});

it('ends an agent that asks for tools at its last turn', async () => {
  const again = toolCalls([{ name: 'calculator', args: { expression: '1' } }]);
  model.script('Never stop', again, again);
  const view = await run('Never stop', { tools: ['calculator'], max_turns: 2 });
  expect(view).toMatchObject({
    status: 'failed',
    error_message: 'Node "a" failed: The agent still asked for tools after 2 turns (max_turns)',
    usage: { llm_calls: 2, tool_calls: 1 },
  });
  expect(model.requests('Never stop')).toHaveLength(2);
});

it('stores answers that no database takes as they are', async () => {
  model.script(
    'Say the unsayable',
    toolCalls([{ name: 'calculator', args: { expression: '1\u0000', '\ud800': '\u0000' } }]),
    reply('NUL \u0000 and a lone surrogate \ud800.'),
  );
  const view = await run('Say the unsayable', { tools: ['calculator'] });
  expect(view).toMatchObject({
    status: 'completed',
    output_data: { result: 'NUL  and a lone surrogate \ufffd.' },
  });
  expect(model.requests('Say the unsayable')).toHaveLength(2);
});
