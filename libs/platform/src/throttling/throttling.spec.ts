import { type RunningApp, startApp } from '../http/http-app.fixture';

let running: RunningApp;

afterEach(() => running.app.close());

const read = (user: string) => running.send(`/things?user_id=${user}`);
const generate = (user: unknown) =>
  running.post('/things/generate', { prompt: 'Test workflow', user_id: user });

describe('the limit of a user', () => {
  beforeEach(async () => {
    running = await startApp({ RATE_LIMIT_USER_PER_MINUTE: '3', RATE_LIMIT_GENERATIONS_PER_MINUTE: '2' });
  });

  it('counts over all routes, and refuses with the text of the contract', async () => {
    await read('ann');
    await running.post('/things/wf_1/execute', { user_id: 'ann' });
    const last = await read('ann');
    expect([last.headers.get('x-ratelimit-limit'), last.headers.get('x-ratelimit-remaining')]).toEqual([
      '3',
      '0',
    ]);
    const refused = await running.post('/things/wf_1/execute', { user_id: 'ann' });
    expect(refused.status).toBe(429);
    expect(refused.body).toMatchObject({ detail: 'Rate limit exceeded', code: 'rate_limited' });
    const retryAfter = Number(refused.headers.get('retry-after'));
    expect(retryAfter).toBeGreaterThan(0);
    expect(retryAfter).toBeLessThanOrEqual(60);
    expect(refused.headers.get('x-ratelimit-remaining')).toBe('0');
    expect(Number(refused.headers.get('x-ratelimit-reset'))).toBe(retryAfter);
  });

  it('leaves other users alone', async () => {
    for (let i = 0; i < 4; i++) await read('ann');
    expect((await read('ann')).status).toBe(429);
    expect((await read('bob')).status).toBe(200);
  });

  it('counts requests that are refused for their content', async () => {
    for (let i = 0; i < 3; i++) await read('ann&unknown=1');
    expect((await read('ann')).status).toBe(429);
  });

  it('is lower for generations, which count against both', async () => {
    expect((await generate('ann')).headers.get('x-ratelimit-limit')).toBe('2');
    await generate('ann');
    expect((await generate('ann')).status).toBe(429);
    expect((await read('ann')).status).toBe(429);
  });

  it('takes no key from what is not a user_id', async () => {
    const unusable = ['x'.repeat(129), 7, null, { toString: 'ann' }, ['ann'], ''];
    for (const user of unusable) {
      const { status, headers } = await generate(user);
      expect([status, headers.get('x-ratelimit-limit')]).toEqual([422, '6000']);
    }
  });

  it('counts the user whom the route serves, not one in a body that it does not read', async () => {
    const decoy = '{"user_id":"bob"}';
    const get = () =>
      running.raw(
        `GET /things?user_id=ann HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/json\r\n` +
          `Content-Length: ${decoy.length}\r\n\r\n${decoy}`,
      );
    for (let i = 0; i < 3; i++) expect(await get()).toContain('HTTP/1.1 200 ');
    expect(await get()).toContain('HTTP/1.1 429 ');
  });
});

describe('the limit of an address', () => {
  it('counts whoever the user is, and what never reaches a route', async () => {
    running = await startApp({ RATE_LIMIT_ADDRESS_PER_MINUTE: '4' });
    await read('ann');
    await read('bob');
    await running.send('/nowhere');
    await running.send('/things/engine', {
      method: 'POST',
      body: '{',
      headers: { 'content-type': 'application/json' },
    });
    const refused = await read('carol');
    expect([refused.status, refused.headers.get('x-ratelimit-limit')]).toEqual([429, '4']);
    expect(refused.body.detail).toBe('Rate limit exceeded');
  });

  it('believes X-Forwarded-For only of as many proxies as are configured', async () => {
    running = await startApp({ RATE_LIMIT_ADDRESS_PER_MINUTE: '1' });
    const from = (address: string) =>
      running.send('/things?user_id=u', { headers: { 'x-forwarded-for': address } });
    await from('203.0.113.1');
    expect((await from('203.0.113.2')).status).toBe(429);
    await running.app.close();

    running = await startApp({ RATE_LIMIT_ADDRESS_PER_MINUTE: '1', TRUST_PROXY: '1' });
    await from('203.0.113.1');
    expect((await from('203.0.113.2')).status).toBe(200);
    expect((await from('203.0.113.1')).status).toBe(429);
  });

  it('exempts probes and metrics', async () => {
    running = await startApp({ RATE_LIMIT_ADDRESS_PER_MINUTE: '1', RATE_LIMIT_USER_PER_MINUTE: '1' });
    for (const path of ['/health', '/livez', '/readyz', '/metrics']) {
      for (let i = 0; i < 3; i++) expect((await fetch(`${running.url}${path}?user_id=u`)).status).toBe(200);
    }
  });
});

it('RATE_LIMIT_ENABLED=false takes all limits off', async () => {
  running = await startApp({
    RATE_LIMIT_ENABLED: 'false',
    RATE_LIMIT_USER_PER_MINUTE: '1',
    RATE_LIMIT_GENERATIONS_PER_MINUTE: '1',
    RATE_LIMIT_ADDRESS_PER_MINUTE: '1',
  });
  for (let i = 0; i < 3; i++) {
    const { status, headers } = await generate('ann');
    expect([status, headers.get('x-ratelimit-limit')]).toEqual([200, null]);
  }
});
