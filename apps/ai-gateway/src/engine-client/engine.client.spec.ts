import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { HttpProblem } from '@aiwf/platform';
import { Test } from '@nestjs/testing';
import { register } from 'prom-client';
import { RETRY_CLOCK } from './engine.caller';
import { EngineClient, EngineClientModule } from './index';
import {
  answer,
  completedView,
  cut,
  hang,
  type Reply,
  startScriptedEngine,
  started,
  type ScriptedEngine,
} from '../scripted-engine.fixture';

const START = {
  workflow_data: { id: 'wf_789012', name: 'Test', nodes: [] },
  user_id: 'user123',
  execution_id: 'exec_123456',
  inputs: {},
};

const STARTED = {
  execution_id: 'exec_123456',
  status: 'running',
  workflow_id: 'wf_789012',
  started_at: '2024-01-15T10:30:00.000Z',
  completed_at: null,
  execution_time_seconds: null,
};

let engine: ScriptedEngine;
let pauses: number[];

beforeEach(async () => {
  engine = await startScriptedEngine();
  pauses = [];
});
afterEach(() => engine.close());

async function clientOf(
  address: { engineUrl?: string; engineTimeoutMs?: number } = {},
): Promise<EngineClient> {
  const clock = { now: Date.now, random: () => 0.5, pause: async (ms: number) => void pauses.push(ms) };
  const module = await Test.createTestingModule({
    imports: [EngineClientModule.forRoot({ engineUrl: engine.url, engineTimeoutMs: 5_000, ...address })],
  })
    .overrideProvider(RETRY_CLOCK)
    .useValue(clock)
    .compile();
  return module.get(EngineClient);
}

async function problemFrom(call: Promise<unknown>): Promise<HttpProblem> {
  const failure = await call.then(
    () => undefined,
    (error: unknown) => error,
  );
  expect(failure).toBeInstanceOf(HttpProblem);
  return failure as HttpProblem;
}

describe('starting an execution', () => {
  it('sends the definition, the user, the inputs and the id of the execution, once', async () => {
    engine.script(started);
    const client = await clientOf();
    const answered = await client.execute(START, 'request-1');
    expect(answered).toMatchObject({
      execution_id: 'exec_123456',
      status: 'running',
      workflow_id: 'wf_789012',
    });
    expect(engine.requests).toHaveLength(1);
    expect(engine.requests[0]).toMatchObject({ method: 'POST', url: '/workflow/execute', body: START });
    expect(engine.requests[0]?.headers['x-request-id']).toBe('request-1');
  });

  it.each<[string, Reply]>([
    ['502', answer(502, 'bad gateway')],
    ['503', answer(503, { detail: 'draining' })],
    ['504', answer(504, '')],
    ['429', answer(429, { detail: 'Rate limit exceeded' })],
    ['an answer cut off', cut],
  ])('starts it with the same id again after %s', async (_, failure) => {
    engine.script(failure, started);
    const client = await clientOf();
    await client.execute(START);
    expect(engine.requests.map(({ body }) => body?.execution_id)).toEqual(['exec_123456', 'exec_123456']);
    expect(pauses).toEqual([125]);
  });

  it.each([
    ['seconds', () => '2', 2_000, 2_000],
    ['a date', () => new Date(Date.now() + 10_000).toUTCString(), 8_000, 10_000],
    ['an absurd number', () => '9'.repeat(300), 60_000, 60_000],
  ])('waits for a Retry-After in %s', async (_, header, atLeast, atMost) => {
    engine.script(answer(503, {}, { 'Retry-After': header() }), started);
    const client = await clientOf();
    await client.execute(START);
    expect(engine.requests).toHaveLength(2);
    expect(pauses[0]).toBeGreaterThanOrEqual(atLeast);
    expect(pauses[0]).toBeLessThanOrEqual(atMost);
  });

  it('answers 503 "Workflow Service unavailable" after four attempts, and hands Retry-After on', async () => {
    engine.script(...Array<Reply>(4).fill(answer(503, {}, { 'Retry-After': '3' })));
    const client = await clientOf();
    const problem = await problemFrom(client.execute(START));
    expect(problem).toMatchObject({
      status: 503,
      detail: 'Workflow Service unavailable',
      headers: { 'Retry-After': '3' },
    });
    expect(engine.requests).toHaveLength(4);
  });

  it('answers 429 when the engine goes on to limit', async () => {
    engine.script(...Array<Reply>(4).fill(answer(429, {})));
    const client = await clientOf();
    expect(await problemFrom(client.execute(START))).toMatchObject({
      status: 429,
      detail: 'Rate limit exceeded',
    });
  });

  it('answers 503 when nothing listens', async () => {
    const unused = createServer().listen(0, '127.0.0.1');
    await once(unused, 'listening');
    const { port } = unused.address() as AddressInfo;
    unused.close();
    await once(unused, 'close');
    const client = await clientOf({ engineUrl: `http://127.0.0.1:${port}` });
    expect(await problemFrom(client.execute(START))).toMatchObject({
      status: 503,
      detail: 'Workflow Service unavailable',
    });
    expect(pauses).toHaveLength(3);
  });

  it('answers 504 with the same text when every attempt hangs', async () => {
    engine.script(hang, hang, hang, hang);
    const client = await clientOf({ engineTimeoutMs: 50 });
    expect(await problemFrom(client.execute(START))).toMatchObject({
      status: 504,
      detail: 'Workflow Service unavailable',
    });
    expect(engine.requests).toHaveLength(4);
  });

  it.each<[string, Reply]>([
    ['garbage', answer(200, '<html>')],
    ['an empty body', answer(200, '')],
    ['null', answer(200, 'null')],
    ['a list', answer(200, [])],
    ['another execution', answer(200, { ...STARTED, execution_id: 'exec_other' })],
    ['a redirect', answer(302, '', { Location: 'http://127.0.0.1:1/' })],
    ['a page that is not the engine’s', answer(404, '<html>')],
    ['a failure', answer(500, { detail: 'Internal server error' })],
    ['more than it may', answer(200, { ...STARTED, padding: ' '.repeat(17 * 1024 * 1024) })],
  ])('gives up at once on %s', async (_, reply) => {
    engine.script(reply);
    const client = await clientOf();
    const problem = await problemFrom(client.execute(START));
    expect(problem).toMatchObject({ status: 503, code: 'workflow_service_unavailable' });
    expect(problem.detail).toMatch(/^Workflow Service unavailable/);
    expect(engine.requests).toHaveLength(1);
  });

  it('hands a refusal on, with what is wrong', async () => {
    const errors = [
      { path: '/nodes/0/type', message: 'unknown type', hint: 'agent', code: 'unknown_node_type' },
    ];
    engine.script(
      answer(422, {
        detail: 'Invalid workflow definition',
        code: 'invalid_workflow',
        errors: [...errors, 'junk', { path: 1 }],
      }),
    );
    const client = await clientOf();
    expect(await problemFrom(client.execute(START))).toMatchObject({
      status: 422,
      code: 'invalid_workflow',
      errors,
    });
    expect(engine.requests).toHaveLength(1);
  });
});

describe('describing an execution', () => {
  it('asks for it in the name of its user', async () => {
    engine.script(answer(200, completedView));
    const client = await clientOf();
    expect(await client.describe('exec_123456', 'user123')).toEqual(completedView);
    expect(engine.requests[0]?.url).toBe('/workflow/executions/exec_123456?user_id=user123');
  });

  it('escapes a user id that looks like more of the query', async () => {
    engine.script(answer(404, { detail: 'Execution not found' }));
    const client = await clientOf();
    await problemFrom(client.describe('exec_1', 'a&user_id=b#c'));
    const seen = new URL(engine.requests[0]?.url ?? '', engine.url);
    expect(seen.searchParams.getAll('user_id')).toEqual(['a&user_id=b#c']);
  });

  it('hands 404 on, asking once', async () => {
    engine.script(answer(404, { detail: 'Execution not found', code: 'execution_not_found' }));
    const client = await clientOf();
    expect(await problemFrom(client.describe('exec_1', 'user123'))).toMatchObject({
      status: 404,
      code: 'execution_not_found',
      detail: 'Execution not found',
    });
    expect(engine.requests).toHaveLength(1);
  });

  it.each([
    ['another user’s', { user_id: 'someone-else' }],
    ['in no known status', { status: 'paused' }],
    ['without nodes', { nodes: undefined }],
    ['with a node of no known status', { nodes: [{ ...completedView.nodes[0], status: 'lost' }] }],
    ['with text for usage', { usage: 'much' }],
  ])('trusts no execution that is %s', async (_, change) => {
    engine.script(answer(200, { ...completedView, ...change }));
    const client = await clientOf();
    expect(await problemFrom(client.describe('exec_123456', 'user123'))).toMatchObject({ status: 503 });
  });
});

describe('readiness', () => {
  it('is what the engine says, asked once', async () => {
    engine.script(answer(200, { status: 'ok' }), answer(503, { status: 'error' }));
    const client = await clientOf();
    await client.checkReady();
    await expect(client.checkReady()).rejects.toThrow('503');
    expect(engine.requests.map(({ url }) => url)).toEqual(['/readyz', '/readyz']);
  });
});

it('measures each request by operation and outcome', async () => {
  register.resetMetrics();
  engine.script(answer(503, {}), started);
  const client = await clientOf();
  await client.execute(START);
  const text = await register.metrics();
  expect(text).toContain(
    'engine_request_duration_seconds_count{operation="execute",outcome="unavailable"} 1',
  );
  expect(text).toContain('engine_request_duration_seconds_count{operation="execute",outcome="success"} 1');
});

describe('the tools of the engine', () => {
  const search = { name: 'mcp:web/search', description: 'Searches', effect: 'read', needs_approval: false };

  it('are asked for once, whatever comes of it', async () => {
    engine.script(answer(200, { tools: [{ ...search, parameters: { type: 'object' } }] }), answer(503, {}));
    const client = await clientOf();
    expect(await client.tools()).toMatchObject([search]);
    await expect(client.tools()).rejects.toThrow('503');
    expect(engine.requests.map(({ method, url }) => `${method} ${url}`)).toEqual([
      'GET /workflow/tools',
      'GET /workflow/tools',
    ]);
  });

  it.each<[string, unknown]>([
    ['no list', { tools: 'none' }],
    ['a tool without a name', { tools: [{ ...search, name: 7 }] }],
    ['an effect that is none', { tools: [{ ...search, effect: 'harmless' }] }],
  ])('must not be %s', async (_what, body) => {
    engine.script(answer(200, body));
    await expect((await clientOf()).tools()).rejects.toThrow('unusable tools');
  });
});
