import { Test } from '@nestjs/testing';
import { RETRY_CLOCK } from './engine.caller';
import { EngineClientModule, ExecutionClient } from './index';
import {
  answer,
  hang,
  type Reply,
  startScriptedEngine,
  type ScriptedEngine,
} from '../scripted-engine.fixture';

const ID = 'exec_123456';
const REQUEST = 'request-1';

let engine: ScriptedEngine;
let client: ExecutionClient;

beforeEach(async () => {
  engine = await startScriptedEngine();
  const clock = { now: Date.now, random: () => 0.5, pause: async () => undefined };
  const module = await Test.createTestingModule({
    imports: [EngineClientModule.forRoot({ engineUrl: engine.url, engineTimeoutMs: 300 })],
  })
    .overrideProvider(RETRY_CLOCK)
    .useValue(clock)
    .compile();
  client = module.get(ExecutionClient);
});
afterEach(() => engine.close());

const about: Reply = answer(200, { execution_id: ID });
const user_id = 'user123';

const call: Record<string, () => Promise<unknown>> = {
  'POST /cancel': () => client.steer(ID, 'cancel', { user_id }, REQUEST),
  'POST /pause': () => client.steer(ID, 'pause', { user_id }, REQUEST),
  'POST /resume': () => client.steer(ID, 'resume', { user_id }, REQUEST),
  'POST /events': () => client.sendEvent(ID, { user_id, name: 'paid' }, REQUEST),
  'GET /requests?user_id=user123&status=open': () =>
    client.requests(ID, { user_id, status: 'open' }, REQUEST),
  'GET /diff?user_id=user123&other=exec_2': () => client.diff(ID, { user_id, other: 'exec_2' }, REQUEST),
  'GET /usage?user_id=user123': () => client.usage(ID, user_id, REQUEST),
  'GET /events?user_id=user123&after=5&limit=10': () =>
    client.events(ID, { user_id, after: 5, limit: 10 }, REQUEST),
  'GET /export?user_id=user123': () => client.export(ID, user_id, REQUEST),
  'DELETE ?user_id=user123': () => client.delete(ID, user_id, REQUEST),
};

it.each(Object.keys(call))('%s goes to the engine’s route, and the answer comes back', async (name) => {
  engine.script(about);
  expect(await call[name]?.()).toEqual({ execution_id: ID });
  const [method, rest] = name.split(' ');
  expect(engine.requests).toMatchObject([
    { method, url: `/workflow/executions/${ID}${rest}`, headers: { 'x-request-id': REQUEST } },
  ]);
});

it.each(Object.keys(call))('%s takes no answer about another execution', async (name) => {
  engine.script(answer(200, { execution_id: 'exec_other' }));
  await expect(call[name]?.()).rejects.toMatchObject({ status: 503, code: 'workflow_service_unavailable' });
});

describe('a decision', () => {
  const decide = () => client.decide(ID, 'nodes.a/b?', { user_id, decision: 'approve' }, REQUEST);

  it('names its request, escaped', async () => {
    engine.script(answer(200, { request_id: 'nodes.a/b?', settled: true }));
    expect(await decide()).toEqual({ request_id: 'nodes.a/b?', settled: true });
    expect(engine.requests[0]?.url).toBe(`/workflow/executions/${ID}/requests/nodes.a%2Fb%3F`);
  });

  it.each<[string, Reply, number]>([
    ['no answer came', hang, 504],
    ['the engine said 503', answer(503, {}), 503],
  ])('is not sent again when %s: it may have been taken', async (_what, reply, status) => {
    engine.script(reply);
    await expect(decide()).rejects.toMatchObject({ status });
    expect(engine.requests).toHaveLength(1);
  });

  it('is sent again when it was refused unread', async () => {
    engine.script(answer(429, {}), answer(200, { request_id: 'nodes.a/b?', settled: true }));
    expect(await decide()).toMatchObject({ settled: true });
  });
});

describe('a fork', () => {
  const forked = { status: 'running', workflow_id: 'wf_1', started_at: '', completed_at: null };
  const started = { ...forked, execution_time_seconds: null, forked_from: ID };

  it('is sent again with the id it was given', async () => {
    engine.script(answer(503, {}), answer(200, { ...started, execution_id: 'exec_2' }));
    const body = { user_id, from_node: 'a', execution_id: 'exec_2' };
    expect(await client.fork(ID, 'fork', body, REQUEST)).toMatchObject({ execution_id: 'exec_2' });
    expect(engine.requests.map((request) => request.body)).toEqual([body, body]);
  });

  it('hands the Idempotency-Key on, and takes the id that the engine tells', async () => {
    engine.script(answer(200, { ...started, execution_id: 'exec_9' }));
    expect(await client.fork(ID, 'retry', { user_id }, REQUEST, 'a-key')).toMatchObject({
      execution_id: 'exec_9',
    });
    expect(engine.requests[0]?.headers['idempotency-key']).toBe('a-key');
  });

  it('of another execution is not believed', async () => {
    engine.script(answer(200, { ...started, execution_id: 'exec_2', forked_from: 'exec_other' }));
    await expect(client.fork(ID, 'retry', { user_id }, REQUEST)).rejects.toMatchObject({ status: 503 });
  });
});
