import type { ServerResponse } from 'node:http';
import { startEngine, type EngineUnderTest } from '../harness/engine';
import { http, render } from '../harness/graphs';
import { serve, type LocalServer, type ReceivedRequest } from '../harness/local-server';

/** Real: engine, Temporal, PGlite, HTTP over loopback, on a port the operator allows and on one that it doesn't. */
let engine: EngineUnderTest;
let allowed: LocalServer;
let forbidden: LocalServer;
const answers = new Map<string, ((response: ServerResponse) => void)[]>();

const json = (body: unknown) => (response: ServerResponse) =>
  response.setHeader('content-type', 'application/json').end(JSON.stringify(body));
const refuse =
  (status: number, headers: Record<string, string> = {}) =>
  (response: ServerResponse) =>
    response.writeHead(status, headers).end('no');

beforeAll(async () => {
  forbidden = await serve((_request, response) => response.end('secret'));
  allowed = await serve(({ url }, response) => (answers.get(pathOf(url))?.shift() ?? refuse(500))(response));
  engine = await startEngine({ EGRESS_ALLOWED_HOSTS: allowed.host });
});

afterAll(async () => {
  await engine.close();
  await Promise.all([allowed.close(), forbidden.close()]);
});

const pathOf = (url: string) => url.split('?')[0] ?? '';
const received = (path: string): ReceivedRequest[] =>
  allowed.requests.filter(({ url }) => pathOf(url) === path);

/** Calls a path of the allowed server, which gives these answers there. */
function call(
  path: string,
  config: Record<string, unknown>,
  script: ((response: ServerResponse) => void)[],
  fields: Record<string, unknown> = {},
) {
  answers.set(path, script);
  return engine.run({
    name: 'call',
    nodes: [http('call', { url: `${allowed.url}${path}`, ...config }, fields)],
  });
}

it('gives a JSON answer as data', async () => {
  const view = await call('/data', {}, [json({ temperature: 21 })]);
  expect(view).toMatchObject({
    status: 'completed',
    output_data: {
      result: { status: 200, headers: { 'content-type': 'application/json' }, body: { temperature: 21 } },
    },
  });
  expect(received('/data')).toMatchObject([{ method: 'GET', body: '' }]);
});

it('gives any other answer as text', async () => {
  const view = await call('/text', {}, [(response) => response.end('plain')]);
  expect(view.output_data).toMatchObject({ result: { body: 'plain' } });
});

it('renders address, headers, query and body', async () => {
  answers.set('/items/7', [json({ stored: true })]);
  const view = await engine.run({
    name: 'templates',
    nodes: [
      render('item', { id: 7, tags: ['a', 'b'] }),
      http('store', {
        method: 'POST',
        url: `${allowed.url}/items/{{ nodes.item.output.id }}`,
        headers: { 'X-Item': 'item {{ nodes.item.output.id }}' },
        query: { tag: '{{ nodes.item.output.tags }}', q: 'a b&c={{ nodes.item.output.id }}', none: null },
        body: { item: '{{ nodes.item.output }}', note: 'no. {{ nodes.item.output.id }}' },
      }),
    ],
    edges: [{ source: 'item', target: 'store' }],
  });
  expect(view.status).toBe('completed');
  const [request, ...more] = received('/items/7');
  expect(more).toEqual([]);
  expect(request).toMatchObject({
    method: 'POST',
    headers: { 'x-item': 'item 7', 'content-type': 'application/json' },
  });
  const query = new URL(request?.url ?? '', allowed.url).searchParams;
  expect([query.getAll('tag'), query.getAll('q'), query.has('none')]).toEqual([
    ['a', 'b'],
    ['a b&c=7'],
    false,
  ]);
  expect(JSON.parse(request?.body ?? '')).toEqual({ item: { id: 7, tags: ['a', 'b'] }, note: 'no. 7' });
});

it('waits as long as a busy server asks, then calls again', async () => {
  const view = await call('/busy', {}, [refuse(503, { 'retry-after': '2' }), json('ok')], {
    retry: { max_attempts: 2, initial_interval_seconds: 0.1 },
  });
  expect(view).toMatchObject({ status: 'completed', output_data: { result: { body: 'ok' } } });
  const [first, second, ...more] = received('/busy').map(({ receivedAt }) => receivedAt);
  expect(more).toEqual([]);
  expect((second ?? 0) - (first ?? 0)).toBeGreaterThanOrEqual(2_000);
});

it('fails at once where asking again cannot help, with the status', async () => {
  const view = await call('/missing', {}, [refuse(404)]);
  expect(view).toMatchObject({
    status: 'failed',
    error_message: `Node "call" failed: GET ${allowed.host} answered 404`,
  });
  expect(received('/missing')).toHaveLength(1);
});

it.each(['POST', 'PATCH'])('makes a %s once, since nobody knows what a failed one did', async (method) => {
  const path = `/once/${method}`;
  const view = await call(path, { method, body: 'x' }, [refuse(503), json('again')]);
  expect(view).toMatchObject({
    status: 'failed',
    error_message: `Node "call" failed: ${method} ${allowed.host} answered 503`,
  });
  expect(received(path)).toHaveLength(1);
});

it('makes a POST again where the node says that it may', async () => {
  const retry = { max_attempts: 2, initial_interval_seconds: 0.1 };
  const view = await call('/twice', { method: 'POST' }, [refuse(503), json('stored')], { retry });
  expect(view).toMatchObject({ status: 'completed', output_data: { result: { body: 'stored' } } });
  expect(received('/twice')).toHaveLength(2);
});

it('calls again when the connection breaks', async () => {
  const retry = { max_attempts: 2, initial_interval_seconds: 0.1 };
  const breakOff = (response: ServerResponse) => response.destroy();
  const view = await call('/broken', {}, [breakOff, json('whole')], { retry });
  expect(view).toMatchObject({ status: 'completed', output_data: { result: { body: 'whole' } } });
  expect(received('/broken')).toHaveLength(2);
});

it('refuses an answer of a byte more than 5 MiB', async () => {
  const view = await call('/large', {}, [(response) => response.end('x'.repeat(5 * 1024 * 1024 + 1))]);
  expect(view).toMatchObject({
    status: 'failed',
    nodes: [{ error_code: 'response_too_large' }],
    error_message: 'Node "call" failed: The response is larger than 5120 KiB.',
  });
  expect(received('/large')).toHaveLength(1);
});

describe('a private address', () => {
  const refusal = (host: string) =>
    `Node "call" failed: ${host} is not a public address; only public hosts can be called.`;

  it.each(['127.0.0.1', 'localhost'])('is not called as %s', async (host) => {
    const url = `http://${host}:${new URL(forbidden.url).port}/`;
    const view = await engine.run({ name: 'private', nodes: [http('call', { url })] });
    expect(view).toMatchObject({ status: 'failed', error_message: refusal(host) });
    expect(forbidden.requests).toEqual([]);
  });

  it('is not called when an input names it', async () => {
    const view = await engine.run(
      {
        name: 'private input',
        inputs: { type: 'object', properties: { url: { type: 'string' } } },
        nodes: [http('call', { url: '{{ inputs.url }}' })],
      },
      { url: 'http://169.254.169.254/latest/meta-data' },
    );
    expect(view).toMatchObject({ status: 'failed', error_message: refusal('169.254.169.254') });
  });

  it('is not called when a redirect leads to it', async () => {
    const view = await call('/away', {}, [refuse(302, { location: forbidden.url })]);
    expect(view).toMatchObject({ status: 'failed', error_message: refusal('127.0.0.1') });
    expect(received('/away')).toHaveLength(1);
    expect(forbidden.requests).toEqual([]);
  });
});
