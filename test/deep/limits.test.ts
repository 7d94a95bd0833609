import { startEngine, type EngineUnderTest } from '../harness/engine';
import { get, post, send, type Answer } from '../harness/http';
import { startPair, type Pair } from '../harness/pair';

const PROBES = ['/health', '/livez', '/readyz', '/metrics'];

const generate = ({ gateway }: Pair, user_id: string) =>
  post(`${gateway.url}/ai/generate`, { prompt: 'Summarize the week', user_id });
const list = ({ gateway }: Pair, user_id: string) => get(`${gateway.url}/ai/workflows?user_id=${user_id}`);
const executeEmpty = ({ engine }: Pair, user_id: string) =>
  post(`${engine.url}/workflow/execute`, { workflow_data: { name: 'Test', nodes: [] }, user_id });
const look = ({ engine }: Pair, user_id: string) =>
  get(`${engine.url}/workflow/executions/exec_1?user_id=${user_id}`);
const unparsable = (url: string) =>
  send(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"user_id": ' });

/** The statuses of as many requests, one after another. */
async function statuses(count: number, request: () => Promise<Answer<unknown>>): Promise<number[]> {
  const seen: number[] = [];
  for (let index = 0; index < count; index += 1) seen.push((await request()).status);
  return seen;
}

function expectLimited(answer: Answer<{ detail: string }>, limit: number): void {
  expect(answer).toMatchObject({
    status: 429,
    body: { detail: 'Rate limit exceeded', code: 'rate_limited' },
  });
  const header = (name: string) => Number(answer.headers.get(name));
  expect(header('x-ratelimit-limit')).toBe(limit);
  expect(header('x-ratelimit-remaining')).toBe(0);
  expect(header('retry-after')).toBeGreaterThanOrEqual(1);
  expect(header('retry-after')).toBeLessThanOrEqual(60);
  expect(header('x-ratelimit-reset')).toBe(header('retry-after'));
}

/** Real: both built apps as processes, with small limits; no test waits until a minute is over. */
describe('rate limits', () => {
  let pair: Pair;

  beforeAll(async () => {
    pair = await startPair({
      both: { RATE_LIMIT_USER_PER_MINUTE: '6', RATE_LIMIT_GENERATIONS_PER_MINUTE: '2' },
    });
  });
  afterAll(() => pair.stop());

  it('count a user’s requests over all routes of the gateway', async () => {
    expect(await statuses(3, () => list(pair, 'ann'))).toEqual([200, 200, 200]);
    const unknown = () => post(`${pair.gateway.url}/ai/workflows/wf_789012/execute`, { user_id: 'ann' });
    expect(await statuses(3, unknown)).toEqual([404, 404, 404]);
    expectLimited(await list(pair, 'ann'), 6);
    expectLimited(await unknown(), 6);
  });

  it('count a user’s requests over all routes of the engine', async () => {
    expect(await statuses(3, () => executeEmpty(pair, 'ann'))).toEqual([200, 200, 200]);
    expect(await statuses(3, () => look(pair, 'ann'))).toEqual([404, 404, 404]);
    expectLimited(await executeEmpty(pair, 'ann'), 6);
    expectLimited(await look(pair, 'ann'), 6);
  });

  it('count generations besides, on both routes that generate, and leave the rest open', async () => {
    const both = () =>
      post(`${pair.gateway.url}/ai/workflows/generate-and-execute`, {
        prompt: 'Summarize it',
        user_id: 'bob',
      });
    expect(await statuses(1, () => generate(pair, 'bob'))).toEqual([200]);
    expect(await statuses(1, both)).toEqual([200]);
    expectLimited(await both(), 2);
    expectLimited(await generate(pair, 'bob'), 2);
    expect(await list(pair, 'bob')).toMatchObject({ status: 200 });
  });

  it('leave other users alone', async () => {
    expect(await generate(pair, 'carl')).toMatchObject({ status: 200 });
    expect(await look(pair, 'carl')).toMatchObject({ status: 404 });
  });

  it('tell in headers how much is left', async () => {
    const first = await list(pair, 'dora');
    const second = await list(pair, 'dora');
    const told = [first, second].map(({ headers }) => [
      headers.get('x-ratelimit-limit'),
      headers.get('x-ratelimit-remaining'),
    ]);
    expect(told).toEqual([
      ['6', '5'],
      ['6', '4'],
    ]);
    expect(Number(second.headers.get('x-ratelimit-reset'))).toBeLessThanOrEqual(60);
    expect(second.headers.get('retry-after')).toBeNull();
  });

  it('take for a key only what can be a user', async () => {
    const longName = 'e'.repeat(129);
    expect(await statuses(8, () => list(pair, longName))).toEqual(Array(8).fill(422));
  });
});

describe('limits of an address', () => {
  const LIMIT = 20;
  const settings = { RATE_LIMIT_ENABLED: 'true', RATE_LIMIT_ADDRESS_PER_MINUTE: String(LIMIT) };
  let pair: Pair;
  /** Without a gateway, which asks its engine for tools now and then. */
  let alone: EngineUnderTest;

  beforeAll(async () => {
    [pair, alone] = await Promise.all([startPair({ both: settings }), startEngine(settings)]);
  });
  afterAll(() => Promise.all([pair.stop(), alone.close()]));

  it.each(['gateway', 'engine'] as const)(
    'count on the %s whatever comes, also what can’t be parsed or finds no route',
    async (app) => {
      const { url } = app === 'gateway' ? pair.gateway : alone;
      const route = app === 'gateway' ? '/ai/generate' : '/workflow/execute';
      expect(await statuses(LIMIT / 2, () => unparsable(url + route))).toEqual(Array(LIMIT / 2).fill(422));
      expect(await statuses(LIMIT / 2, () => get(`${url}/nothing`))).toEqual(Array(LIMIT / 2).fill(404));
      expectLimited(await unparsable(url + route), LIMIT);
      expectLimited(await get(`${url}/nothing`), LIMIT);
      expectLimited(await get(`${url}/openapi.json`), LIMIT);
    },
  );

  it.each(['gateway', 'engine'] as const)('exempt the probes and the metrics of the %s', async (app) => {
    for (const path of PROBES) {
      const answer = await get(pair[app].url + path);
      expect({ path, status: answer.status }).toEqual({ path, status: 200 });
      expect(answer.headers.get('x-ratelimit-limit')).toBeNull();
    }
  });

  it('do not believe a forwarded address that no trusted proxy gave', async () => {
    expectLimited(await get(`${pair.gateway.url}/nothing`, { 'x-forwarded-for': '203.0.113.7' }), LIMIT);
  });
});

describe('without rate limits', () => {
  let pair: Pair;

  beforeAll(async () => {
    pair = await startPair({
      both: {
        RATE_LIMIT_ENABLED: 'false',
        RATE_LIMIT_USER_PER_MINUTE: '1',
        RATE_LIMIT_GENERATIONS_PER_MINUTE: '1',
        RATE_LIMIT_ADDRESS_PER_MINUTE: '1',
      },
    });
  });
  afterAll(() => pair.stop());

  it('nothing is counted on either app', async () => {
    expect(await statuses(4, () => generate(pair, 'ann'))).toEqual([200, 200, 200, 200]);
    expect(await statuses(4, () => executeEmpty(pair, 'ann'))).toEqual([200, 200, 200, 200]);
    expect((await list(pair, 'ann')).headers.get('x-ratelimit-limit')).toBeNull();
  });
});
