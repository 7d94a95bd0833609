import type { ExecutionView } from '@aiwf/contracts';
import { delay, empty, garbage, hang, reply, status, toolCalls, truncated } from '@aiwf/testing';
import { conversations, type Conversations, type NextReply } from '../harness/conversations';
import { startEngine, type EngineUnderTest } from '../harness/engine';
import { agent } from '../harness/graphs';

/** Real: engine, Temporal, PGlite, the provider's client. Scripted: a model that misbehaves. */
let model: Conversations;
let engine: EngineUnderTest;

/** Short waits of our own, so that a wait the provider asks for stands out. */
const RETRY = { max_attempts: 3, initial_interval_seconds: 0.1 };

function startWith(env: Record<string, string>) {
  beforeAll(async () => {
    model = await conversations();
    engine = await startEngine({ ...model.env, ...env });
  });
  afterEach(() => model.assertExhausted());
  afterAll(async () => {
    await engine.close();
    await model.server.close();
  });
}

async function ask(prompt: string, replies: NextReply[], retry = RETRY): Promise<ExecutionView> {
  model.script(prompt, ...replies);
  return engine.run({ name: 'fault', nodes: [agent('a', prompt, { tools: ['calculator'] }, { retry })] });
}

interface Health {
  status: string;
  details: { model: { status: string; state?: string; reason?: string } };
}

describe('a model', () => {
  startWith({});

  it.each<[string, NextReply[]]>([
    ['fails twice', [status(500), status(500), reply('at last')]],
    ['is overloaded', [status(503), status(529), reply('at last')]],
    ['answers garbage', [garbage(), reply('at last')]],
    ['stops in the middle of its answer', [truncated(), reply('at last')]],
    ['answers nothing', [empty(), reply('at last')]],
    ['answers blanks', [reply(' \n '), reply('at last')]],
    ['fails after a tool call', [toolCall(), status(500), reply('at last')]],
  ])('that %s is asked again', async (fault, replies) => {
    const view = await ask(fault, replies);
    expect(view).toMatchObject({ status: 'completed', output_data: { result: 'at last' } });
    expect(model.requests(fault)).toHaveLength(replies.length);
  });

  it.each<[string, NextReply, number]>([
    ['seconds', status(429, { retryAfter: 1 }), 1_000],
    ['milliseconds', status(429, { retryAfterMs: 700 }), 700],
    ['with its failure', status(503, { retryAfter: 1 }), 1_000],
  ])('that names a wait (%s) is not asked again before it is over', async (how, fault, waitMs) => {
    const prompt = `Wait ${how}`;
    const view = await ask(prompt, [fault, reply('at last')]);
    expect(view).toMatchObject({ status: 'completed', output_data: { result: 'at last' } });
    const [first, second, ...more] = model.requests(prompt).map(({ receivedAt }) => receivedAt);
    expect(more).toEqual([]);
    expect((second ?? 0) - (first ?? 0)).toBeGreaterThanOrEqual(waitMs);
  });

  it('that never recovers fails the run after the attempts the node allows, with what it said', async () => {
    const fault = status(500, { message: 'the backend is on fire' });
    const view = await ask('Never recover', [fault, fault, fault]);
    expect(view).toMatchObject({ status: 'failed', phase: 'finished', output_data: null });
    expect(view.error_message).toMatch(/^Node "a" failed: .*the backend is on fire/);
    expect(model.requests('Never recover')).toHaveLength(3);
  });

  it.each([
    ['an unreadable answer', garbage()],
    ['an empty answer', empty()],
  ])('that only ever gives %s fails the run in words', async (what, fault) => {
    const view = await ask(what, [fault, fault, fault]);
    expect(view.status).toBe('failed');
    expect(view.error_message).toMatch(/^Node "a" failed: .{10,}/);
    expect(model.requests(what)).toHaveLength(3);
  });

  it.each<[string, NextReply, string]>([
    ['refuses the key', status(401, { message: 'Incorrect API key provided: sk-test-key' }), 'unauthorized'],
    ['is not there', status(404, { message: 'The model does not exist' }), 'model_not_found'],
    [
      'has no quota left',
      status(429, { code: 'insufficient_quota', message: 'You exceeded your current quota' }),
      'quota_exhausted',
    ],
  ])('that %s is asked once, and shown as degraded until it answers', async (what, fault, reason) => {
    const view = await ask(what, [fault]);
    expect(view).toMatchObject({ status: 'failed', phase: 'finished' });
    expect(view.error_message).toMatch(/^Node "a" failed: /);
    expect(view.error_message).not.toContain('sk-test-key');
    expect(model.requests(what)).toHaveLength(1);

    const health = await engine.get<Health>('/health');
    expect(health.status).toBe(200);
    expect(health.body.details.model).toMatchObject({ status: 'up', state: 'degraded' });
    expect(health.body.details.model.reason).toContain(reason);
    expect(JSON.stringify(health.body)).not.toContain('sk-test-key');

    await ask(`${what}, later`, [reply('mended')]);
    const { body } = await engine.get<Health>('/health');
    expect(body.details.model).not.toHaveProperty('state');
  });

  it('that refuses the request is asked once', async () => {
    const view = await ask('Refuse', [status(400, { message: 'Unsupported value' })]);
    expect(view).toMatchObject({ status: 'failed' });
    expect(view.error_message).toContain('Unsupported value');
    expect(model.requests('Refuse')).toHaveLength(1);
  });
});

describe('a model that does not answer in time', () => {
  startWith({ LLM_TIMEOUT_SECONDS: '1' });

  const twice = { ...RETRY, max_attempts: 2 };

  it.each<[string, NextReply]>([
    ['at all', hang()],
    ['beyond its headers', hang('headers')],
    ['but would have later', delay(30_000, reply('too late'))],
  ])('%s is given up, asked again, and fails the run', async (how, fault) => {
    const view = await ask(how, [fault, fault], twice);
    expect(view).toMatchObject({ status: 'failed', phase: 'finished' });
    expect(view.error_message).toMatch(/^Node "a" failed: .*(time|abort)/i);
    expect(model.requests(how)).toHaveLength(2);
  });

  it('once is asked again', async () => {
    const view = await ask('Once', [hang(), reply('at last')], twice);
    expect(view).toMatchObject({ status: 'completed', output_data: { result: 'at last' } });
    expect(model.requests('Once')).toHaveLength(2);
  });
});

function toolCall(): NextReply {
  return toolCalls([{ name: 'calculator', args: { expression: '1 + 1' } }]);
}
