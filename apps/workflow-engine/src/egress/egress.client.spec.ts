import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { EgressClient, EgressError, type EgressRequest } from '.';

interface Seen {
  method: string;
  url: string;
  headers: http.IncomingHttpHeaders;
  body: string;
}

/** A real server on a loopback port that records what reaches it. */
class LocalServer {
  readonly seen: Seen[] = [];
  answer: (request: Seen, response: http.ServerResponse) => void = (_request, response) => response.end('ok');
  private readonly server = http.createServer(async (incoming, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const { method = '', url = '', headers } = incoming;
    const seen = { method, url, headers, body: Buffer.concat(chunks).toString() };
    this.seen.push(seen);
    this.answer(seen, response);
  });

  async listen(): Promise<void> {
    this.server.listen(0, '127.0.0.1');
    await once(this.server, 'listening');
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  get host(): string {
    return `127.0.0.1:${this.port}`;
  }

  get url(): string {
    return `http://${this.host}`;
  }
}

const first = new LocalServer();
const second = new LocalServer();
let client: EgressClient;

beforeEach(async () => {
  await Promise.all([first.listen(), second.listen()]);
  client = new EgressClient({ allowedHosts: [first.host, second.host] });
});

afterEach(async () => {
  await Promise.all([first.close(), second.close()]);
  for (const server of [first, second]) {
    server.seen.length = 0;
    server.answer = (_request, response) => response.end('ok');
  }
});

const get = (url: string, more: Partial<EgressRequest> = {}) =>
  client.request({ method: 'GET', url, timeoutMs: 5_000, ...more });

async function failure(promise: Promise<unknown>): Promise<EgressError> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(EgressError);
  return error as EgressError;
}

describe('what may be called', () => {
  it('takes no proxy from the environment', async () => {
    const before = process.env['http_proxy'];
    process.env['http_proxy'] = second.url;
    try {
      await get(`${first.url}/direct`);
    } finally {
      if (before === undefined) delete process.env['http_proxy'];
      else process.env['http_proxy'] = before;
    }
    expect(first.seen).toHaveLength(1);
    expect(second.seen).toHaveLength(0);
  });

  it('lets an operator allow a host at one port only', async () => {
    await expect(get(first.url)).resolves.toMatchObject({ status: 200, body: 'ok', url: `${first.url}/` });
    client = new EgressClient({ allowedHosts: [second.host] });
    expect((await failure(get(first.url))).code).toBe('blocked_address');
  });

  it.each([
    'not a url',
    '/relative',
    'ftp://example.com/',
    'file:///etc/passwd',
    'http://user:pw@example.com/',
    'http://',
  ])('refuses the URL %s', async (url) => {
    expect(await failure(get(url))).toMatchObject({ code: 'invalid_url', retryable: false });
  });

  it('refuses a URL past 8,192 characters', async () => {
    expect((await failure(get(`${first.url}/${'a'.repeat(8_192)}`))).code).toBe('invalid_url');
  });
});

describe('requests', () => {
  it('sends query, headers and a JSON body', async () => {
    await client.request({
      method: 'POST',
      url: `${first.url}/items?fixed=1`,
      query: { tag: ['a', 'b'], none: null, filter: { x: 1 }, name: 'ä b' },
      headers: { 'X-Api-Key': 'k' },
      body: { hello: ['world'] },
      timeoutMs: 5_000,
    });
    const [seen] = first.seen;
    const sent = new URL(seen?.url ?? '', first.url).searchParams;
    expect(seen).toMatchObject({ method: 'POST', body: '{"hello":["world"]}' });
    expect(seen?.headers).toMatchObject({ 'x-api-key': 'k', 'content-type': 'application/json' });
    expect([...sent]).toEqual([
      ['fixed', '1'],
      ['tag', 'a'],
      ['tag', 'b'],
      ['filter', '{"x":1}'],
      ['name', 'ä b'],
    ]);
  });

  it('sends text as it is, under the content type given', async () => {
    const send = (headers: Record<string, string>) =>
      client.request({ method: 'PUT', url: first.url, headers, body: '<a/>', timeoutMs: 5_000 });
    await send({});
    await send({ 'Content-Type': 'application/xml' });
    expect(first.seen.map(({ body, headers }) => [body, headers['content-type']])).toEqual([
      ['<a/>', 'text/plain; charset=utf-8'],
      ['<a/>', 'application/xml'],
    ]);
  });

  it.each([
    'Host',
    'connection',
    'Content-Length',
    'Transfer-Encoding',
    'Proxy-Authorization',
    'Upgrade',
    'bad name',
  ])('refuses the header %s', async (name) => {
    const error = await failure(get(first.url, { headers: { [name]: '1' } }));
    expect(error.code).toBe('invalid_header');
    expect(first.seen).toHaveLength(0);
  });

  it('refuses a header value with a line break, and does not repeat the value', async () => {
    const error = await failure(get(first.url, { headers: { 'x-a': 'secret\r\nHost: evil' } }));
    expect(error.code).toBe('invalid_header');
    expect(error.message).not.toContain('secret');
  });
});

describe('responses', () => {
  const answerWith = (contentType: string, body: string | Buffer, more: http.OutgoingHttpHeaders = {}) => {
    first.answer = (_request, response) => {
      response.writeHead(200, { 'content-type': contentType, ...more }).end(body);
    };
  };

  it.each([
    ['application/json', '{"a":[1]}', { a: [1] }],
    ['application/problem+json; charset=utf-8', '{"a":1}', { a: 1 }],
    ['application/json', '{"a":', '{"a":'],
    ['text/plain', '{"a":1}', '{"a":1}'],
    ['text/plain; charset=utf-16le', Buffer.from('häl', 'utf16le'), 'häl'],
    ['text/plain; charset=unheard-of', 'häl', 'häl'],
    ['application/json', '['.repeat(65) + ']'.repeat(65), '['.repeat(65) + ']'.repeat(65)],
    ['application/json', JSON.stringify('['.repeat(65) + '"'), '['.repeat(65) + '"'],
  ])('reads %s (%j)', async (contentType, sent, body) => {
    answerWith(contentType, sent);
    expect((await get(first.url)).body).toEqual(body);
  });

  it('answers with an error status as with any other', async () => {
    first.answer = (_request, response) => response.writeHead(503, { 'retry-after': '7' }).end('later');
    expect(await get(first.url)).toMatchObject({
      status: 503,
      headers: { 'retry-after': '7' },
      body: 'later',
    });
  });

  it('reads exactly 256 KiB and refuses one byte more', async () => {
    answerWith('text/plain', 'a'.repeat(256 * 1024));
    expect((await get(first.url)).body).toHaveLength(256 * 1024);
    answerWith('text/plain', 'a'.repeat(256 * 1024 + 1));
    expect(await failure(get(first.url))).toMatchObject({ code: 'response_too_large', retryable: false });
  });

  it.each([
    ['gzip', gzipSync],
    ['br', brotliCompressSync],
  ])('unpacks %s and bounds what it unpacks to', async (encoding, compress) => {
    answerWith('text/plain', compress(Buffer.from('small')), { 'content-encoding': encoding });
    expect((await get(first.url)).body).toBe('small');
    answerWith('text/plain', compress(Buffer.alloc(64 * 1024 * 1024)), { 'content-encoding': encoding });
    expect((await failure(get(first.url))).code).toBe('response_too_large');
  });

  it('cuts off a body that never ends', async () => {
    first.answer = (_request, response) => {
      const write = () => void (response.destroyed || response.write(Buffer.alloc(16 * 1024), write));
      write();
    };
    expect((await failure(get(first.url))).code).toBe('response_too_large');
  });
});

describe('redirects', () => {
  const redirectTo = (location: string, status = 302) => {
    first.answer = (_request, response) => response.writeHead(status, { location }).end('moved');
  };

  it.each([
    ['to a private address', () => `http://10.0.0.1:${second.port}/`, 'blocked_address'],
    ['to the metadata service', () => 'http://169.254.169.254/latest/meta-data/', 'blocked_address'],
    ['to localhost', () => `http://localhost:${second.port}/`, 'blocked_address'],
    ['to another scheme', () => 'file:///etc/passwd', 'invalid_url'],
    ['to a URL with user information', () => `http://a:b@${second.host}/`, 'invalid_url'],
  ])('refuses one %s', async (_title, location, code) => {
    redirectTo(location());
    expect((await failure(get(first.url))).code).toBe(code);
    expect(second.seen).toHaveLength(0);
  });

  it('follows five and no more', async () => {
    first.answer = ({ url }, response) => {
      const left = Number(url.slice(1));
      if (left === 0) response.end('arrived');
      else response.writeHead(307, { location: `/${left - 1}` }).end();
    };
    await expect(get(`${first.url}/5`)).resolves.toMatchObject({ body: 'arrived', url: `${first.url}/0` });
    expect((await failure(get(`${first.url}/6`))).code).toBe('too_many_redirects');
  });

  it('keeps headers on the same origin and drops what may be secret on another', async () => {
    const headers = { Authorization: 'Bearer t', Cookie: 'c=1', 'X-Api-Key': 'k', Accept: 'text/plain' };
    first.answer = ({ url }, response) => {
      const location = url === '/start' ? '/same' : `${second.url}/other`;
      response.writeHead(302, { location }).end();
    };
    await get(`${first.url}/start`, { headers });
    expect(first.seen[1]?.headers).toMatchObject({
      authorization: 'Bearer t',
      cookie: 'c=1',
      'x-api-key': 'k',
    });
    expect(second.seen[0]?.headers).toMatchObject({ accept: 'text/plain' });
    expect(Object.keys(second.seen[0]?.headers ?? {})).not.toEqual(
      expect.arrayContaining([expect.stringMatching(/authorization|cookie|x-api-key/)]),
    );
  });

  it.each([
    [301, 'POST', 'GET', ''],
    [302, 'POST', 'GET', ''],
    [302, 'PUT', 'PUT', '{"a":1}'],
    [303, 'PUT', 'GET', ''],
    [307, 'POST', 'POST', '{"a":1}'],
    [308, 'PATCH', 'PATCH', '{"a":1}'],
  ] as const)('after %i, %s becomes %s', async (status, method, next, body) => {
    redirectTo(`${second.url}/`, status);
    await client.request({ method, url: first.url, body: { a: 1 }, timeoutMs: 5_000 });
    expect(second.seen[0]).toMatchObject({ method: next, body });
  });
});

describe('time and failure', () => {
  it('gives up when the whole request takes too long, headers sent or not', async () => {
    first.answer = () => undefined;
    expect(await failure(get(first.url, { timeoutMs: 50 }))).toMatchObject({
      code: 'timeout',
      retryable: true,
    });
    first.answer = (_request, response) => void response.write('started');
    expect(await failure(get(first.url, { timeoutMs: 50 }))).toMatchObject({
      code: 'timeout',
      retryable: true,
    });
  });

  it("rejects with the caller's own reason when aborted", async () => {
    const controller = new AbortController();
    const reason = new Error('cancelled');
    first.answer = () => controller.abort(reason);
    await expect(get(first.url, { signal: controller.signal })).rejects.toBe(reason);
  });

  it('says that nothing listens, without headers or path in the error', async () => {
    const closed = new LocalServer();
    await closed.listen();
    const { host } = closed;
    await closed.close();
    client = new EgressClient({ allowedHosts: [host] });
    const error = await failure(
      get(`http://${host}/private?token=t`, { headers: { authorization: 'Bearer secret' } }),
    );
    expect(error).toMatchObject({ code: 'connection_failed', retryable: true });
    expect(error.message).toContain('ECONNREFUSED');
    expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toMatch(/secret|token|private/);
  });

  it('fails on a connection cut in the middle of the body', async () => {
    first.answer = (_request, response) => {
      response.writeHead(200, { 'content-length': '100' }).write('half', () => response.destroy());
    };
    expect(await failure(get(first.url))).toMatchObject({ code: 'connection_failed', retryable: true });
  });

  it('does not advise to call again what does not speak TLS', async () => {
    const error = await failure(get(`https://${first.host}/`));
    expect(error).toMatchObject({ code: 'connection_failed', retryable: false });
  });
});
