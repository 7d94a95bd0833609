import { hang, paced, refusal, type ScriptedReply, status, structured, waitFor } from '@aiwf/testing';
import { Logger } from '@nestjs/common';
import { CONTEXT, KEY, type PlannerUnderTest, SOUND, startPlanner } from '../planner.fixture';

let under: PlannerUnderTest;

beforeAll(() => Logger.overrideLogger(false));

afterEach(() => under.server.close());

async function failure(replies: ScriptedReply[], timeoutMs = 5_000) {
  under = await startPlanner(replies, { timeoutMs });
  return under.failure();
}

describe('a model that fails', () => {
  it('is asked again when it says when', async () => {
    under = await startPlanner([status(429, { retryAfter: 1 }), structured(SOUND)]);
    await under.plan('Summarize tickets');
    const [first, second] = under.server.requests.map(({ receivedAt }) => receivedAt);
    expect((second ?? 0) - (first ?? 0)).toBeGreaterThanOrEqual(990);
  });

  it('is not waited for past the deadline, and the caller is told when to come back', async () => {
    const problem = await failure([status(429, { retryAfter: 50 })]);
    expect(problem).toMatchObject({
      status: 503,
      code: 'model_unavailable',
      headers: { 'Retry-After': '50' },
    });
    expect(under.server.requests).toHaveLength(1);
  });

  it('is asked three times in all when its server fails', async () => {
    const problem = await failure([status(500), status(503), status(500)]);
    expect(problem).toMatchObject({ status: 503, code: 'model_unavailable' });
    expect(under.server.requests).toHaveLength(3);
    under.server.assertExhausted();
  });

  it('is not asked again when it refuses the key', async () => {
    const problem = await failure([status(401, { message: `Incorrect API key provided: ${KEY}` })]);
    expect(problem).toMatchObject({ status: 503, code: 'model_unavailable' });
    expect(problem.detail).toContain('key');
    expect(under.server.requests).toHaveLength(1);
  });

  it('is given up when it does not answer in time', async () => {
    const problem = await failure([hang()], 300);
    expect(problem).toMatchObject({ status: 504, code: 'model_timeout' });
    expect(under.server.requests).toHaveLength(1);
  });

  it('is asked no further when nobody waits for the plan any more', async () => {
    under = await startPlanner([hang()]);
    const leaving = new AbortController();
    const planned = under.planner.plan({ prompt: 'Greet' }, { ...CONTEXT, signal: leaving.signal });
    await under.server.waitForRequests(1);
    leaving.abort();
    await expect(planned).rejects.toMatchObject({ code: 'model_timeout' });
    await waitFor(() => under.server.requests[0]?.abandoned, { what: 'the end of the connection' });
  });

  it('is given up when its answer does not end in time', async () => {
    const never = new Promise<void>(() => undefined);
    const stuck = paced(structured(SOUND), (said) => (said.length > 100 ? never : undefined));
    expect(await failure([stuck], 300)).toMatchObject({ status: 504, code: 'model_timeout' });
  });

  it('is not asked again when it declines', async () => {
    const problem = await failure([refusal()]);
    expect(problem).toMatchObject({
      status: 422,
      code: 'unusable_prompt',
      detail: expect.stringContaining('declined'),
    });
    expect(under.server.requests).toHaveLength(1);
  });
});
