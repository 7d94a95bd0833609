import { waitFor } from '@aiwf/testing';
import { get } from '../harness/http';
import { startPair, type Pair } from '../harness/pair';
import { tcpGate, type TcpGate } from '../harness/tcp-gate';
import { temporalAddress } from '../harness/temporal';

const up = { status: 'up' };

/** Real: both built apps as processes, Temporal behind a gate that the test shuts, PGlite. */
describe('health', () => {
  let pair: Pair;
  let temporal: TcpGate;

  beforeAll(async () => {
    temporal = await tcpGate(temporalAddress());
    await temporal.open();
    pair = await startPair({ engine: { TEMPORAL_ADDRESS: temporal.address } });
  });
  afterAll(async () => {
    await pair.stop();
    await temporal.shut();
  });

  const gateway = (path: string) => get(`${pair.gateway.url}${path}`);
  const engine = (path: string) => get(`${pair.engine.url}${path}`);
  /** Polls, since a broken connection is noticed a moment later. */
  const becomes = (path: string, status: number, ask: typeof engine) =>
    waitFor(async () => (await ask(path)).status === status, {
      what: `${path} to answer ${status}`,
      intervalMs: 100,
    });

  it('names what each service depends on, and the model and planner in use', async () => {
    expect(await gateway('/health')).toMatchObject({
      status: 200,
      body: {
        status: 'ok',
        details: {
          database: up,
          workflow_engine: up,
          planner: { ...up, planner: 'outline', model: expect.stringMatching(/^embedded:/) },
        },
        error: {},
      },
    });
    expect(await engine('/health')).toMatchObject({
      status: 200,
      body: {
        status: 'ok',
        details: { database: up, temporal: up, model: { ...up, model: expect.stringMatching(/^embedded:/) } },
        error: {},
      },
    });
  });

  it('is ready when it can take requests, and alive whatever it depends on', async () => {
    const ready = await gateway('/readyz');
    expect(ready).toMatchObject({ status: 200, body: { status: 'ok' } });
    expect(Object.keys((ready.body as unknown as { details: object }).details)).toEqual(['database']);
    expect(await engine('/readyz')).toMatchObject({
      status: 200,
      body: { status: 'ok', details: { database: up, temporal: up } },
    });
    for (const ask of [gateway, engine]) {
      const { status, body } = await ask('/livez');
      expect({ status, body }).toEqual({ status: 200, body: { status: 'ok' } });
    }
  });

  it('counts requests and their times for Prometheus', async () => {
    await gateway('/ai/workflows?user_id=u');
    await engine('/workflow/executions/exec_1?user_id=u');
    for (const ask of [gateway, engine]) {
      const { headers, body } = await ask('/metrics');
      expect(headers.get('content-type')).toMatch(/^text\/plain/);
      expect(body).toMatch(/^http_\w*duration_seconds_count\{.*\} \d+$/m);
    }
  });

  it('is bad on both, and says why, while Temporal is away, and good again after', async () => {
    await temporal.shut();
    await becomes('/health', 503, engine);
    expect(await engine('/health')).toMatchObject({
      status: 503,
      body: { status: 'error', error: { temporal: { status: 'down' } }, details: { database: up } },
    });
    expect(await engine('/readyz')).toMatchObject({
      status: 503,
      body: { error: { temporal: { status: 'down' } } },
    });
    expect(await engine('/livez')).toMatchObject({ status: 200 });
    expect(await gateway('/health')).toMatchObject({
      status: 503,
      body: { error: { workflow_engine: { status: 'down' } } },
    });
    expect(await gateway('/readyz')).toMatchObject({ status: 200 });

    await temporal.open();
    await becomes('/readyz', 200, engine);
    await becomes('/health', 200, gateway);
  });

  it('is bad on the gateway, and names the engine, when that is dead; ready it stays', async () => {
    await pair.engine.kill();
    const sick = await gateway('/health');
    expect(sick).toMatchObject({
      status: 503,
      body: { status: 'error', error: { workflow_engine: { status: 'down' } }, details: { database: up } },
    });
    expect(await gateway('/readyz')).toMatchObject({ status: 200 });
    expect(await gateway('/livez')).toMatchObject({ status: 200 });
  });
});
