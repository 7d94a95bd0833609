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
  afterAll(async () => {
    await engine.close();
    model.assertExhausted();
    await model.server.close();
  });
}

async function ask(prompt: string, replies: NextReply[], retry = RETRY): Promise<ExecutionView> {
  model.script(prompt, ...replies);
  return engine.run({ name: 'fault', nodes: [agent('a', prompt, { tools: ['calculator'] }, { retry })] });
}

/**
 * Starts a run for each row and returns how to await one. They run at the same time, since Temporal's server rounds
 * the wait before a retry up to a second.
 */
function askAll(rows: [string, NextReply[], ...unknown[]][], retry = RETRY) {
  const runs = new Map<string, Promise<ExecutionView>>();
  beforeAll(() => {
    for (const [prompt, replies] of rows) runs.set(prompt, ask(prompt, replies, retry));
  });
  return async (prompt: string): Promise<ExecutionView> => {
    const view = await runs.get(prompt);
    if (!view) throw new Error(`No run was started for "${prompt}"`);
    return view;
  };
}

interface Health {
  status: string;
  details: { model: { status: string; state?: string; reason?: string } };
}

describe('a model', () => {
  startWith({});

  const recoveries: [string, NextReply[], waitMs: number][] = [
    ['fails twice', [status(500), status(500), reply('at last')], 0],
    ['is overloaded', [status(503), status(529), reply('at last')], 0],
    ['answers garbage', [garbage(), reply('at last')], 0],
    ['stops in the middle of its answer', [truncated(), reply('at last')], 0],
    ['answers nothing', [empty(), reply('at last')], 0],
    ['answers blanks', [reply(' \n '), reply('at last')], 0],
    ['fails after a tool call', [toolCall(), status(500), reply('at last')], 0],
    ['asks to wait, in seconds', [status(429, { retryAfter: 2 }), reply('at last')], 2_000],
    ['asks to wait, in milliseconds', [status(429, { retryAfterMs: 2_000 }), reply('at last')], 2_000],
    ['asks to wait, by its failure', [status(503, { retryAfter: 2 }), reply('at last')], 2_000],
  ];
  const recovering = askAll(recoveries);

  it.each(recoveries)('that %s is asked again', async (fault, replies, waitMs) => {
    expect(await recovering(fault)).toMatchObject({
      status: 'completed',
      output_data: { result: 'at last' },
    });
    const times = model.requests(fault).map(({ receivedAt }) => receivedAt);
    expect(times).toHaveLength(replies.length);
    expect((times[1] ?? 0) - (times[0] ?? 0)).toBeGreaterThanOrEqual(waitMs);
  });

  const fire = status(500, { message: 'the backend is on fire' });
  const failures: [string, NextReply[], RegExp][] = [
    ['fails each time', [fire, fire, fire], /^Node "a" failed: .*the backend is on fire/],
    ['never answers readably', [garbage(), garbage(), truncated()], /^Node "a" failed: .{10,}/],
    ['never says anything', [empty(), empty(), empty()], /^Node "a" failed: .{10,}/],
  ];
  const failing = askAll(failures);

  it.each(failures)('that %s fails the run after the attempts the node allows', async (fault, _, message) => {
    const view = await failing(fault);
    expect(view).toMatchObject({ status: 'failed', phase: 'finished', output_data: null });
    expect(view.error_message).toMatch(message);
    expect(model.requests(fault)).toHaveLength(3);
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

  const silences: [string, NextReply[]][] = [
    ['at all', [hang(), hang()]],
    ['beyond its headers', [hang('headers'), hang('headers')]],
    ['but would have later', [delay(30_000, reply('too late')), hang()]],
  ];
  const silent = askAll(silences, twice);

  it.each(silences)('%s is given up, asked again, and fails the run', async (how) => {
    const view = await silent(how);
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
