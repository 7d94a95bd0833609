import type { ExecutionView, ForkStarted } from '@aiwf/contracts';
import { temporal } from '@temporalio/proto';
import { waitFor } from '@aiwf/testing';
import { startEngine, type EngineUnderTest } from '../harness/engine';
import { chain, compute, http } from '../harness/graphs';
import { historiesOf } from '../harness/histories';
import { serve, type LocalServer } from '../harness/local-server';
import { eventsOf } from '../harness/run-records';
import { Steering } from '../harness/steering';

/** Real: engine, Temporal, PGlite, HTTP over loopback, to a server that remembers what was done and undone. */
let engine: EngineUnderTest;
let steer: Steering;
let server: LocalServer;

beforeAll(async () => {
  server = await serve((_request, response) => response.end('done'));
  engine = await startEngine({ EGRESS_ALLOWED_HOSTS: server.host });
  steer = new Steering(engine);
});

afterAll(async () => {
  await engine.close();
  await server.close();
});

/** What the server was asked on these paths, such as `PUT /flight`, in order. */
const asked = (name: string) =>
  server.requests
    .filter(({ url }) => url.startsWith(`/${name}`))
    .map(({ method, url }) => `${method} ${url}`);

const booking = (id: string, path = id) => ({
  nodes: [
    http(id, { method: 'PUT', url: `${server.url}/${path}` }),
    http(`un${id}`, { method: 'DELETE', url: `${server.url}/${path}` }),
  ],
  edges: [{ source: id, target: `un${id}`, kind: 'compensation' }],
});

const hold = (fields: object = {}) => ({ id: 'hold', type: 'wait', config: { event: 'go' }, ...fields });

/** A booking, and then something that is waited for. */
const booked = (path: string) => {
  const { nodes, edges } = booking('book', path);
  return { nodes: [...nodes, hold()], edges: [...edges, ...chain('book', 'hold')] };
};

const undone = async (id: string) =>
  (await eventsOf(engine, id))
    .filter(({ type }) => type === 'node.compensated')
    .map(({ path }) => path ?? '');

const statusOf = (view: ExecutionView, id: string) => view.nodes.find((node) => node.id === id)?.status;

describe('a run that is cancelled', () => {
  it('undoes what is done inside maps, loops and other workflows too', async () => {
    const id = await engine.start({
      name: 'nested',
      nodes: [
        { id: 'each', type: 'map', config: { items: '["a", "b"]', body: booked('map-{{ item }}') } },
        { id: 'again', type: 'loop', config: { until: 'true', body: named(booked('loop'), 'l') } },
        { id: 'sub', type: 'workflow', config: { definition: { name: 'inner', ...booked('inner') } } },
      ],
    });
    await steer.asked(id, 4);
    await steer.cancel(id);
    expect(await engine.ended(id)).toMatchObject({ status: 'cancelled' });
    for (const path of ['map-a', 'map-b', 'loop', 'inner']) {
      expect(asked(path)).toEqual([`PUT /${path}`, `DELETE /${path}`]);
    }
    expect((await undone(id)).toSorted()).toEqual([
      'nodes/again/rounds/0/nodes/lbook',
      'nodes/each/items/0/nodes/book',
      'nodes/each/items/1/nodes/book',
      'nodes/sub/workflow/nodes/book',
    ]);
  });

  it('does again what it undid when it is retried, and undoes that again when it is cancelled again', async () => {
    const first = await engine.start({ name: 'flight', ...booked('flight') });
    await steer.askedOnce(first);
    await steer.cancel(first);
    await engine.ended(first);
    expect(asked('flight')).toEqual(['PUT /flight', 'DELETE /flight']);

    const second = ((await steer.retry(first)).body as ForkStarted).execution_id;
    await steer.askedOnce(second);
    expect(asked('flight').slice(2)).toEqual(['PUT /flight']);
    await steer.cancel(second);
    await engine.ended(second);
    expect(asked('flight').slice(2)).toEqual(['PUT /flight', 'DELETE /flight']);

    const third = ((await steer.retry(second)).body as ForkStarted).execution_id;
    await steer.askedOnce(third);
    await steer.post(third, 'events', { name: 'go' });
    expect(await engine.ended(third)).toMatchObject({ status: 'completed' });
    expect(asked('flight').slice(4)).toEqual(['PUT /flight']);
  });
});

describe('what is done stands', () => {
  it('when a run takes longer than it may', async () => {
    const view = await engine.run({ name: 'late', ...booked('late'), limits: { timeout_seconds: 2 } });
    expect(view).toMatchObject({
      status: 'failed',
      error_message: 'The run took longer than its limit of 2 seconds (limits.timeout_seconds)',
    });
    expect(asked('late')).toEqual(['PUT /late']);
    const closing = (await eventsOf(engine, view.execution_id)).at(-1);
    expect(closing).toMatchObject({ type: 'execution.failed', data: { error: { code: 'run_timeout' } } });
  });

  it('when a node with a graph inside takes longer than it may', async () => {
    const each = { id: 'each', type: 'map', config: { items: '[1]', body: booked('slow') } };
    const view = await engine.run({
      name: 'slow',
      nodes: [{ ...each, timeout_seconds: 2, on_error: 'continue' }],
      output: '{{ nodes.each.error.code }}',
    });
    expect(view.output_data).toEqual({ result: 'node_timeout' });
    expect(asked('slow')).toEqual(['PUT /slow']);
    expect(await undone(view.execution_id)).toEqual([]);
  });

  it('since a graph inside is told first that it is broken off, and then cancelled, once', async () => {
    const each = { id: 'each', type: 'map', config: { items: '[1]', body: booked('told') } };
    const view = await engine.run({
      name: 'told',
      nodes: [{ ...each, timeout_seconds: 2, on_error: 'continue' }],
    });
    const outer = await waitFor(
      async () =>
        (await historiesOf(view.execution_id)).find(({ workflowId }) => workflowId === view.execution_id),
      { what: 'the history of the run itself' },
    );
    const { EventType } = temporal.api.enums.v1;
    const told = [
      EventType.EVENT_TYPE_SIGNAL_EXTERNAL_WORKFLOW_EXECUTION_INITIATED,
      EventType.EVENT_TYPE_REQUEST_CANCEL_EXTERNAL_WORKFLOW_EXECUTION_INITIATED,
    ];
    const types = (outer?.history.events ?? []).map(({ eventType }) => eventType);
    expect(types.filter((type) => told.some((kind) => kind === type))).toEqual(told);
  });

  it('when another workflow inside takes longer than that may', async () => {
    const definition = { name: 'inner', ...booked('within'), limits: { timeout_seconds: 2 } };
    const view = await engine.run({
      name: 'outer',
      nodes: [{ id: 'sub', type: 'workflow', config: { definition } }],
    });
    expect(view).toMatchObject({ status: 'failed', nodes: [{ error_code: 'run_timeout' }] });
    expect(asked('within')).toEqual(['PUT /within']);
  });

  it('when another branch fails, and a retry keeps it', async () => {
    const each = { id: 'each', type: 'map', config: { items: '[1]', body: booked('beside') } };
    const gate = { id: 'gate', type: 'wait', config: { event: 'fail' } };
    const id = await engine.start({
      name: 'beside',
      inputs: { type: 'object', properties: { by: { type: 'integer', default: 0 } } },
      nodes: [each, gate, compute('fails', '1 / int(inputs.by)')],
      edges: chain('gate', 'fails'),
    });
    await steer.asked(id, 2);
    await steer.post(id, 'events', { name: 'fail' });
    expect(await engine.ended(id)).toMatchObject({ status: 'failed' });
    expect(asked('beside')).toEqual(['PUT /beside']);

    const fork = (await steer.fork(id, { inputs: { by: 1 } })).body as ForkStarted;
    await waitFor(async () => (await steer.requests(fork.execution_id)).length === 1, { what: 'the item' });
    await steer.post(fork.execution_id, 'events', { name: 'go' });
    expect(await engine.ended(fork.execution_id)).toMatchObject({ status: 'completed' });
    expect(asked('beside')).toEqual(['PUT /beside']);
  });

  it('when a branch that holds it lost against another', async () => {
    const view = await engine.run({
      name: 'race',
      nodes: [
        { id: 'slow', type: 'map', config: { items: '[1]', body: booked('loser') } },
        compute('slower', '1'),
        { id: 'quick', type: 'wait', config: { seconds: 2 } },
        compute('first', '"won"', { join: 'any' }),
      ],
      edges: [...chain('quick', 'first'), ...chain('slow', 'slower', 'first')],
      output: '{{ nodes.first.output }}',
    });
    expect(view.output_data).toEqual({ result: 'won' });
    expect(statusOf(view, 'slow')).toBe('skipped');
    expect(asked('loser')).toEqual(['PUT /loser']);
  });
});

/** The same graph with other ids, since ids are unique in a whole definition. */
function named<Graph extends object>(graph: Graph, prefix: string): Graph {
  const ids = /"(book|unbook|hold)"/g;
  return JSON.parse(JSON.stringify(graph).replaceAll(ids, `"${prefix}$1"`)) as Graph;
}
