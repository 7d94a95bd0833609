import { FakeDependency, FakeModel, type RunningApp, startApp } from '../http/http-app.fixture';

let running: RunningApp;
let database: FakeDependency;
let model: FakeModel;

beforeEach(async () => {
  running = await startApp();
  database = running.app.get(FakeDependency, { strict: false });
  model = running.app.get(FakeModel, { strict: false });
});

afterEach(() => running.app.close());

it('is 200 and names all dependencies when they are up', async () => {
  const { status, body } = await running.send('/health');
  const details = { database: { status: 'up' }, model: { status: 'up' } };
  expect({ status, body }).toEqual({
    status: 200,
    body: { status: 'ok', info: details, error: {}, details },
  });
});

it('is 503 naming the dead one, and so is readiness, while the process lives', async () => {
  database.report = () => Promise.resolve({ status: 'down', reason: 'no connection' });
  for (const path of ['/health', '/readyz']) {
    const { status, body } = await running.send(path);
    expect({ status, error: body.error }).toEqual({
      status: 503,
      error: { database: { status: 'down', reason: 'no connection' } },
    });
  }
  expect((await running.send('/livez')).body).toEqual({ status: 'ok' });
});

it('takes an exception for down, and tells nothing of it', async () => {
  database.report = () => Promise.reject(new Error('postgres://app:hunter2@db'));
  const { status, body } = await running.send('/health');
  expect(status).toBe(503);
  expect(JSON.stringify(body)).not.toContain('hunter2');
});

it('gives a check two seconds', async () => {
  database.report = () => new Promise(() => undefined);
  const { status, body } = await running.send('/readyz');
  expect({ status, details: body.details }).toEqual({
    status: 503,
    details: { database: { status: 'down', reason: 'did not answer within 2 s' } },
  });
});

it('stays 200 with the reason when something is degraded', async () => {
  model.report = { status: 'degraded', reason: '401 from the provider' };
  const { status, body } = await running.send('/health');
  expect({ status, overall: body.status, model: (body.details as Record<string, unknown>).model }).toEqual({
    status: 200,
    overall: 'ok',
    model: { status: 'up', state: 'degraded', reason: '401 from the provider' },
  });
});

it('asks readiness only for what requests need', async () => {
  model.report = { status: 'down' };
  expect((await running.send('/health')).status).toBe(503);
  const ready = await running.send('/readyz');
  expect([ready.status, ready.body.details]).toEqual([200, { database: { status: 'up' } }]);
});
