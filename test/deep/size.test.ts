import type { ForkStarted } from '@aiwf/contracts';
import { reply, toolCalls } from '@aiwf/testing';
import { conversations, type Conversations } from '../harness/conversations';
import { startEngine, type EngineUnderTest, type Graph } from '../harness/engine';
import { agent, chain, compute, http, render } from '../harness/graphs';
import { historyWarnings } from '../harness/history-warnings';
import { serve, type LocalServer } from '../harness/local-server';
import { Steering } from '../harness/steering';

/**
 * Real: engine, Temporal, PGlite, HTTP over loopback. Scripted: the model. Every run must end without a warning of
 * Temporal about the size of what it keeps. What takes long stands in test/full/size.test.ts.
 */
let model: Conversations;
let engine: EngineUnderTest;
let server: LocalServer;
let steer: Steering;

const MIB = 1024 * 1024;

beforeAll(async () => {
  model = await conversations();
  server = await serve(({ url }, response) => {
    const bytes = Number(new URL(url, 'http://localhost').searchParams.get('bytes'));
    response.setHeader('content-type', 'application/json').end(JSON.stringify('x'.repeat(bytes - 2)));
  });
  engine = await startEngine({ ...model.env, EGRESS_ALLOWED_HOSTS: server.host });
  steer = new Steering(engine);
});

afterEach(() => model.assertExhausted());

afterAll(async () => {
  await engine.close();
  await Promise.all([model.server.close(), server.close()]);
});

const ids = (count: number) => Array.from({ length: count }, (_, index) => `n${index}`);

/** Edges from one node to many, and from these to one. */
const fan = (from: string, many: string[], to: string) =>
  many.flatMap((id) => [
    { source: from, target: id },
    { source: id, target: to },
  ]);

/** A JSON text of so many bytes. */
const download = (id: string, bytes: number) => http(id, { url: `${server.url}/?bytes=${bytes}` });

const withInputs = (properties: Record<string, object>, graph: Graph): Graph => ({
  ...graph,
  inputs: { type: 'object', properties },
});

async function completed(graph: Graph, inputs?: Record<string, unknown>) {
  const view = await engine.run({ name: 'size', ...graph }, inputs);
  expect(view).toMatchObject({ status: 'completed', error_message: null });
  expect(await historyWarnings(view.execution_id)).toEqual([]);
  return view;
}

describe('many nodes', () => {
  it('in a chain of a thousand', async () => {
    const nodes = ids(1_000);
    const { output_data } = await completed({
      nodes: nodes.map((id, index) => compute(id, index === 0 ? '1' : `nodes.n${index - 1}.output + 1`)),
      edges: chain(...nodes),
    });
    expect(output_data).toEqual({ result: 1_000 });
  });

  it('side by side, five hundred of them, which meet again', async () => {
    const nodes = ids(500);
    const { output_data } = await completed({
      nodes: [
        compute('start', '1'),
        ...nodes.map((id, index) => compute(id, `nodes.start.output + ${index}`)),
        compute('end', 'nodes.n0.output + nodes.n499.output'),
      ],
      edges: fan('start', nodes, 'end'),
    });
    expect(output_data).toEqual({ result: 501 });
  });

  it('in a loop of a thousand rounds', async () => {
    const body = { nodes: [compute('next', 'previous + 1')] };
    const config = { initial: 0, until: 'output == 1000', max_iterations: 1_000, body };
    const { output_data } = await completed({ nodes: [{ id: 'count', type: 'loop', config }] });
    expect(output_data).toEqual({ result: { output: 1_000, iterations: 1_000, met: true } });
  });
});

describe('much at the same time', () => {
  it('comes out of a hundred nodes that read what is in the blob store', async () => {
    const nodes = ids(100);
    const { output_data } = await completed({
      nodes: [
        download('get', 100_000),
        ...nodes.map((id, index) =>
          compute(id, `nodes.get.output.body.substring(0, 10000) + "${'ü'.repeat(900)}" + "${index}"`),
        ),
        compute('end', 'nodes.n7.output.endsWith("7")'),
      ],
      edges: fan('get', nodes, 'end'),
    });
    expect(output_data).toEqual({ result: true });
  });

  it('is built by nodes of a little', async () => {
    const nodes = ids(20);
    const large = 'inputs.list.map(x, inputs.list.map(y, inputs.text + string(y)))';
    const { output_data } = await completed(
      withInputs(
        {
          text: { type: 'string', default: 'x'.repeat(30) },
          list: { type: 'array', default: Array.from({ length: 100 }, (_, index) => index) },
        },
        {
          nodes: [...nodes.map((id) => compute(id, large)), compute('end', 'nodes.n9.output[99].size()')],
          edges: nodes.map((source) => ({ source, target: 'end' })),
        },
      ),
    );
    expect(output_data).toEqual({ result: 100 });
  });

  it('goes into children', async () => {
    const nodes = ids(12);
    const body = (index: number) => ({
      nodes: [render(`in${index}`, { given: '{{ nodes.text.output.size() }}', own: 'y'.repeat(60_000) })],
    });
    const { output_data } = await completed({
      nodes: [
        render('text', 'x'.repeat(30_000)),
        ...nodes.map((id, index) => ({
          id,
          type: 'map',
          config: { items: '[1]', body: body(index) },
        })),
        compute('end', 'nodes.n11.output.items[0].given'),
      ],
      edges: fan('text', nodes, 'end'),
    });
    expect(output_data).toEqual({ result: 30_000 });
  });
});

describe('5 MiB', () => {
  it('of an HTTP answer flow on to nodes, the output and the status', async () => {
    const { output_data } = await completed({
      nodes: [
        download('get', 5 * MIB),
        render('copy', { text: '{{ nodes.get.output.body }}', note: 'copied' }),
        compute('size', 'nodes.copy.output.text.size()'),
      ],
      edges: chain('get', 'copy', 'size'),
      output: { body: '{{ nodes.copy.output.text }}', size: '{{ nodes.size.output }}' },
    });
    expect(output_data).toEqual({ body: 'x'.repeat(5 * MIB - 2), size: 5 * MIB - 2 });
  });

  it('and a byte more are refused', async () => {
    const view = await engine.run({ name: 'too large', nodes: [download('get', 5 * MIB + 1)] });
    expect(view).toMatchObject({ status: 'failed', nodes: [{ error_code: 'response_too_large' }] });
    expect(await historyWarnings(view.execution_id)).toEqual([]);
  });

  it('are no prompt', async () => {
    const view = await engine.run({
      name: 'long prompt',
      nodes: [download('get', 5 * MIB), agent('read', 'Sum up:\n{{ nodes.get.output.body }}')],
      edges: chain('get', 'read'),
    });
    expect(view).toMatchObject({ status: 'failed', nodes: [{}, { error_code: 'prompt_too_large' }] });
    expect(await historyWarnings(view.execution_id)).toEqual([]);
  });

  it('are shown to who approves, and kept by a fork', async () => {
    const executionId = await engine.start({
      name: 'approved',
      nodes: [
        download('get', 5 * MIB),
        { id: 'ok', type: 'approval', config: { message: 'Fine?', data: '{{ nodes.get.output.body }}' } },
        compute('size', 'nodes.ok.output.data.size()'),
      ],
      edges: chain('get', 'ok', 'size'),
    });
    const request = await steer.askedOnce(executionId);
    expect(request).toMatchObject({ data: null, data_characters: 5 * MIB });
    await steer.decide(executionId, request.request_id, { decision: 'approve' });
    expect((await engine.ended(executionId)).output_data).toEqual({ result: 5 * MIB - 2 });
    expect(await historyWarnings(executionId)).toEqual([]);

    const before = server.requests.length;
    const fork = await steer.fork(executionId, { from_node: 'size' });
    const view = await engine.ended((fork.body as ForkStarted).execution_id);
    expect(view.output_data).toEqual({ result: 5 * MIB - 2 });
    expect(server.requests).toHaveLength(before);
    expect(await historyWarnings(view.execution_id)).toEqual([]);
  });
});

it('tells an agent whose tool gives 10 MB what to do, and goes on', async () => {
  const url = `${server.url}/?bytes=${10 * MIB}`;
  model.script('Fetch it', toolCalls([{ name: 'fetch_url', args: { url } }]), reply('too much'));
  const view = await completed({ nodes: [agent('fetch', 'Fetch it', { tools: ['fetch_url'] })] });
  expect(view.output_data).toEqual({ result: 'too much' });
  const told = model.requests('Fetch it')[1]?.messages.at(-1);
  expect(told).toMatchObject({ role: 'tool', text: expect.stringContaining('larger than 256 KiB') });
});

it('carries what people decide, however long, by reference', async () => {
  const executionId = await engine.start({
    name: 'edited',
    nodes: [
      { id: 'ok', type: 'approval', config: { message: 'Fine?', data: 'x' } },
      compute('size', 'nodes.ok.output.data.size()'),
    ],
    edges: chain('ok', 'size'),
  });
  const request = await steer.askedOnce(executionId);
  const data = 'ü'.repeat(260_000);
  await steer.decide(executionId, request.request_id, { decision: 'edit', data });
  expect((await engine.ended(executionId)).output_data).toEqual({ result: 260_000 });
  expect(await historyWarnings(executionId)).toEqual([]);
  const { body } = await steer.get<{ events: { type: string; data: { data?: string } }[] }>(
    executionId,
    'events',
  );
  expect(body.events.find(({ type }) => type === 'approval.decided')?.data.data).toBe(data);
});

it('runs 1.5 MiB of definition and inputs, and a node that holds most of them', async () => {
  model.script('Say it', reply('said'));
  const text = 'x'.repeat(400_000);
  const parts = ids(11).map((id) => render(id, 'y'.repeat(95_000)));
  const output = { last: '{{ nodes.n10.output }}' };
  const { output_data } = await completed(
    withInputs(
      { text: { type: 'string' } },
      {
        nodes: [
          { id: 'inner', type: 'workflow', config: { definition: { name: 'inner', nodes: parts, output } } },
          agent('say', 'Say it'),
          compute('size', 'inputs.text.size() + nodes.inner.output.last.size()'),
        ],
        edges: chain('inner', 'say', 'size'),
      },
    ),
    { text },
  );
  expect(output_data).toEqual({ result: 495_000 });
});
