import type { ServerResponse } from 'node:http';
import { waitFor } from '@aiwf/testing';
import { startEngine, type EngineUnderTest } from '../harness/engine';
import { chain, compute, http } from '../harness/graphs';
import { serve, type LocalServer } from '../harness/local-server';
import { toolCallsOf } from '../harness/run-records';
import { Steering } from '../harness/steering';

/** Real: engine, Temporal, PGlite, HTTP over loopback, to a server that breaks off where a test says so. */
type Answer = (response: ServerResponse) => unknown;

const answers = new Map<string, Answer[]>();
const pathOf = (url: string) => url.split('?')[0] ?? '';

let server: LocalServer;
let engine: EngineUnderTest;
let steer: Steering;

beforeAll(async () => {
  server = await serve(({ url }, response) => (answers.get(pathOf(url))?.shift() ?? refuse(500))(response));
  engine = await startEngine({ EGRESS_ALLOWED_HOSTS: server.host });
  steer = new Steering(engine);
});

afterAll(async () => {
  await engine.close();
  await server.close();
});

const refuse =
  (status: number): Answer =>
  (response) =>
    response.writeHead(status).end('no');
const done: Answer = (response) => response.end('done');
const breakOff: Answer = (response) => response.destroy();

const received = (path: string) => server.requests.filter(({ url }) => pathOf(url) === path);

/** A graph with one call, of a path at which the server gives these answers. */
function calling(
  path: string,
  script: Answer[],
  config: Record<string, unknown>,
  fields: Record<string, unknown> = {},
) {
  answers.set(path, script);
  return {
    name: 'call',
    nodes: [http('call', { url: `${server.url}${path}`, ...config }, fields), compute('after', '1')],
    edges: chain('call', 'after'),
    output: '{{ nodes.call.output }}',
  };
}

const quick = { retry: { initial_interval_seconds: 0.1 } };

describe('an idempotency key', () => {
  it('made for the run and the node is the same at each attempt, and lets a POST be tried again', async () => {
    const graph = calling(
      '/keyed',
      [breakOff, refuse(503), done],
      { method: 'POST', idempotency_key: true },
      quick,
    );
    const view = await engine.run(graph);
    expect(view).toMatchObject({ status: 'completed', output_data: { body: 'done' } });
    const keys = received('/keyed').map(({ headers }) => headers['idempotency-key']);
    expect(keys).toEqual(Array(3).fill(`${view.execution_id}/nodes/call`));
  });

  it('may be a template, and differs from item to item', async () => {
    answers.set('/items', [done, done]);
    const post = http('post', {
      method: 'POST',
      url: `${server.url}/items`,
      idempotency_key: 'order-{{ item }}',
    });
    const body = { nodes: [post] };
    await engine.run({
      name: 'items',
      nodes: [{ id: 'each', type: 'map', config: { items: '["a", "b"]', body } }],
    });
    expect(
      received('/items')
        .map(({ headers }) => String(headers['idempotency-key']))
        .toSorted(),
    ).toEqual(['order-a', 'order-b']);
  });
});

describe('a status', () => {
  it.each([
    ['404 of retry_statuses', '/own', { retry_statuses: [404] }, [refuse(404), done], 2],
    ['408', '/408', {}, [refuse(408), done], 2],
    ['425', '/425', {}, [refuse(425), done], 2],
    ['429', '/429', {}, [refuse(429), done], 2],
    ['502', '/502', {}, [refuse(502), refuse(502), done], 3],
  ])('%s is tried again', async (_what, path, config, script, attempts) => {
    const view = await engine.run(calling(path, script, config, quick));
    expect(view).toMatchObject({ status: 'completed', output_data: { body: 'done' } });
    expect(received(path)).toHaveLength(attempts);
  });

  it('409 is not, and is told by its code, which an error edge may read', async () => {
    const graph = calling('/409', [refuse(409)], {}, { on_error: 'route' });
    const view = await engine.run({
      ...graph,
      nodes: [...graph.nodes, compute('mend', 'nodes.call.error')],
      edges: [...graph.edges, { source: 'call', target: 'mend', kind: 'error' }],
      output: '{{ nodes.mend.output }}',
    });
    expect(view.output_data).toEqual({ code: 'http_status', message: `GET ${server.host} answered 409` });
    expect(received('/409')).toHaveLength(1);
  });
});

describe('a declared effect', () => {
  it('that is idempotent lets a POST be tried again', async () => {
    const graph = calling('/declared', [breakOff, done], { method: 'POST', effect: 'idempotent' }, quick);
    expect(await engine.run(graph)).toMatchObject({ status: 'completed' });
    expect(received('/declared')).toHaveLength(2);
  });

  it('that is irreversible keeps a PUT to one attempt, and asks when nobody knows what it did', async () => {
    const id = await engine.start(
      calling('/put', [breakOff], { method: 'PUT', effect: 'irreversible' }, quick),
    );
    expect(await steer.askedOnce(id)).toMatchObject({ kind: 'outcome' });
    expect(received('/put')).toHaveLength(1);
    await steer.cancel(id);
    await engine.ended(id);
  });
});

describe('a POST whose answer was lost', () => {
  const lost = async (path: string, script: Answer[]) => {
    const id = await engine.start(calling(path, script, { method: 'POST' }, quick));
    const request = await steer.askedOnce(id);
    expect(request).toMatchObject({
      kind: 'outcome',
      node_id: 'call',
      message: expect.stringContaining(`POST ${server.url}${path}`),
      decisions: ['done', 'again', 'fail'],
    });
    expect(received(path)).toHaveLength(1);
    return { id, decide: (fields: Record<string, unknown>) => steer.decide(id, request.request_id, fields) };
  };

  it('is taken for done, with what a person says it gave', async () => {
    const { id, decide } = await lost('/lost-done', [breakOff]);
    const data = { status: 201, headers: {}, body: 'by hand' };
    expect(await decide({ decision: 'done', data })).toMatchObject({ status: 200 });
    expect(await engine.ended(id)).toMatchObject({ status: 'completed', output_data: data });
    expect(received('/lost-done')).toHaveLength(1);
  });

  it('is made again when a person says so, and asked about again when it is lost again', async () => {
    const { id, decide } = await lost('/lost-again', [breakOff, breakOff, done]);
    expect(await decide({ decision: 'again' })).toMatchObject({ status: 200 });
    const next = async () => (await steer.requests(id)).find(({ request_id }) => request_id.endsWith('.1'));
    let second = await next();
    while (!second) second = await next();
    expect(received('/lost-again')).toHaveLength(2);
    await steer.decide(id, second.request_id, { decision: 'again' });
    expect(await engine.ended(id)).toMatchObject({ status: 'completed', output_data: { body: 'done' } });
    expect(received('/lost-again')).toHaveLength(3);
  });

  it('fails its node when a person says so', async () => {
    const { id, decide } = await lost('/lost-fail', [breakOff]);
    expect(await decide({ decision: 'fail' })).toMatchObject({ status: 200 });
    expect(await engine.ended(id)).toMatchObject({
      status: 'failed',
      nodes: [{ error_code: 'outcome_unknown' }, { status: 'cancelled' }],
    });
    expect(received('/lost-fail')).toHaveLength(1);
  });
});

it('a call that can’t be undone is let end when its branch is not needed any more, and is recorded', async () => {
  const held = Promise.withResolvers<void>();
  answers.set('/unneeded', [
    async (response) => {
      await held.promise;
      response.end('done after all');
    },
  ]);
  const id = await engine.start({
    name: 'race',
    nodes: [
      http('slow', { method: 'POST', url: `${server.url}/unneeded` }),
      compute('after', '1'),
      { id: 'quick', type: 'wait', config: { event: 'go' } },
      compute('first', '"won"', { join: 'any' }),
    ],
    edges: [...chain('quick', 'first'), ...chain('slow', 'after', 'first')],
    output: '{{ nodes.first.output }}',
  });
  await waitFor(() => received('/unneeded').length === 1, { what: 'the call' });
  await steer.askedOnce(id);
  await steer.post(id, 'events', { name: 'go' });
  const statusOf = async (node: string) =>
    (await engine.view(id)).nodes.find((each) => each.id === node)?.status;
  await waitFor(async () => (await statusOf('first')) === 'completed', { what: 'the other branch to win' });
  expect(await statusOf('slow')).toBe('skipped');
  held.resolve();
  expect(await engine.ended(id)).toMatchObject({ status: 'completed', output_data: { result: 'won' } });
  expect(await toolCallsOf(engine, id)).toMatchObject([
    {
      nodeId: 'slow',
      effect: 'irreversible',
      result: { ok: true, content: { json: { body: 'done after all' } } },
    },
  ]);
  expect(received('/unneeded')).toHaveLength(1);
});

describe('an answer', () => {
  const MIB = 1024 * 1024;
  const large =
    (bytes: number): Answer =>
    (response) =>
      response.end('x'.repeat(bytes));

  it('of 5 MiB is taken whole, and handed on', async () => {
    answers.set('/five', [large(5 * MIB)]);
    const view = await engine.run({
      name: 'five',
      nodes: [http('call', { url: `${server.url}/five` }), compute('size', 'nodes.call.output.body.size()')],
      edges: chain('call', 'size'),
      output: { size: '{{ nodes.size.output }}' },
    });
    expect(view).toMatchObject({ status: 'completed', output_data: { size: 5 * MIB } });
  });

  it('of a byte more is refused, and not asked for again', async () => {
    const view = await engine.run(calling('/more', [large(5 * MIB + 1)], {}, quick));
    expect(view).toMatchObject({
      status: 'failed',
      nodes: [
        { error_code: 'response_too_large', error_message: 'The response is larger than 5120 KiB.' },
        { status: 'cancelled' },
      ],
    });
    expect(received('/more')).toHaveLength(1);
  });
});
