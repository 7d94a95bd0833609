import type { Client } from '@temporalio/client';
import { temporal } from '@temporalio/proto';
import { reply, waitFor } from '@aiwf/testing';
import { conversations, type Conversations } from '../harness/conversations';
import { startEngine, type EngineUnderTest } from '../harness/engine';
import { agent, chain, http } from '../harness/graphs';
import { serve, type LocalServer } from '../harness/local-server';
import { eventsOf, onceTold, toldOf } from '../harness/run-records';
import { Steering } from '../harness/steering';
import { tcpGate, type TcpGate } from '../harness/tcp-gate';
import { temporalAddress, temporalClient } from '../harness/temporal';

/**
 * Real: engine, Temporal behind a gate, which is shut while an engine is at work and heard nothing of; PGlite, HTTP.
 * Scripted: the model.
 */
let gate: TcpGate;
let model: Conversations;
let engine: EngineUnderTest;
let client: Client;
let shop: LocalServer;
/** Lets the call that the shop was last asked for be answered. */
let answer: () => void;

beforeAll(async () => {
  [gate, model, client] = await Promise.all([tcpGate(temporalAddress()), conversations(), temporalClient()]);
  await gate.open();
  shop = await serve((_request, response) => void (answer = () => response.end('{"sold": true}')));
  engine = await startEngine({
    ...model.env,
    TEMPORAL_ADDRESS: gate.address,
    EGRESS_ALLOWED_HOSTS: shop.host,
  });
});

afterEach(() => model.assertExhausted());

afterAll(async () => {
  await engine.close();
  await Promise.all([gate.shut(), client.connection.close(), shop.close(), model.server.close()]);
});

const describeRun = async (id: string) => (await client.workflow.getHandle(id).describe()).raw;

/** Shuts the gate until Temporal has given up on the attempt at work, and opens it until the next one is begun. */
const { PendingActivityState } = temporal.api.enums.v1;

async function disown(id: string): Promise<void> {
  const [first] = (await describeRun(id)).pendingActivities ?? [];
  await gate.shut();
  await waitFor(
    async () => {
      const { pendingActivities = [], pendingWorkflowTask } = await describeRun(id);
      const [pending] = pendingActivities ?? [];
      return (pending?.attempt ?? 0) > 1 || (pending === undefined && pendingWorkflowTask);
    },
    { what: 'Temporal to miss the heartbeat' },
  );
  await gate.open();
  await waitFor(
    async () => {
      const [pending] = (await describeRun(id)).pendingActivities ?? [];
      const next = pending?.activityId !== first?.activityId || (pending?.attempt ?? 0) > 1;
      return (
        next &&
        pending?.lastWorkerIdentity &&
        pending.state === PendingActivityState.PENDING_ACTIVITY_STATE_STARTED
      );
    },
    { what: 'the next attempt to be begun', timeoutMs: 30_000 },
  );
}

describe('a call that Temporal has given up on while it is under way', () => {
  it('of a model is made once', async () => {
    const { promise: held, resolve: release } = Promise.withResolvers<void>();
    model.script('Outlast it', async () => {
      await held;
      return reply('outlasted');
    });
    const id = await engine.start({ name: 'disowned', nodes: [agent('a', 'Outlast it')] });
    await waitFor(() => model.requests('Outlast it').length === 1, { what: 'the model call' });
    await disown(id);
    release();
    expect(await engine.ended(id)).toMatchObject({
      status: 'completed',
      output_data: { result: 'outlasted' },
    });
    expect(model.requests('Outlast it')).toHaveLength(1);
  });

  it('of a request that may be tried once only is made once, and does not fail', async () => {
    const before = shop.requests.length;
    const look = http('look', { url: shop.url }, { retry: { max_attempts: 1 } });
    const id = await engine.start({ name: 'looked', nodes: [look] });
    await waitFor(() => shop.requests.length > before, { what: 'the request' });
    await disown(id);
    answer();
    expect(await engine.ended(id)).toMatchObject({ status: 'completed', error_message: null });
    expect(shop.requests).toHaveLength(before + 1);
  });

  it('of an irreversible request is made once, and nobody is asked', async () => {
    const before = shop.requests.length;
    const sell = http('sell', { method: 'POST', url: shop.url });
    const id = await engine.start({ name: 'sold', nodes: [sell] });
    await waitFor(() => shop.requests.length > before, { what: 'the request' });
    await disown(id);
    answer();
    expect(await engine.ended(id)).toMatchObject({
      status: 'completed',
      output_data: { result: { status: 200 } },
    });
    expect(shop.requests).toHaveLength(before + 1);
    expect((await eventsOf(engine, id)).map(({ type }) => type)).not.toContain('outcome.unknown');
  });
});

it('tells everything once when a step is repeated and knows more than the first time', async () => {
  const before = shop.requests.length;
  const id = await engine.start({
    name: 'repeated',
    nodes: [http('first', { url: shop.url }), http('second', { url: shop.url })],
    edges: chain('first', 'second'),
  });
  await waitFor(() => shop.requests.length > before, { what: 'the first request' });
  // What follows from the answer is written, and Temporal doesn't hear that it was.
  onceTold(engine, id, 'node.completed', () => gate.shut());
  answer();
  await waitFor(async () => (await eventsOf(engine, id)).some(({ type }) => type === 'node.completed'), {
    what: 'the first node to be told of',
  });
  await client.workflow.getHandle(id).signal('pause');
  await waitFor(
    async () => {
      const { events } = await client.workflow.getHandle(id).fetchHistory();
      return events?.some(({ workflowTaskTimedOutEventAttributes: timedOut }) => timedOut);
    },
    { what: 'Temporal to give up on the step', timeoutMs: 30_000, intervalMs: 250 },
  );
  await gate.open();
  await waitFor(async () => (await engine.view(id)).phase === 'paused', {
    what: 'the pause',
    timeoutMs: 30_000,
  });
  await new Steering(engine).resume(id);
  await waitFor(() => shop.requests.length === before + 2, { what: 'the second request' });
  answer();
  expect(await engine.ended(id)).toMatchObject({ status: 'completed' });
  const ofNode = (node: string) => [`node.started ${node}`, `http.call ${node}`, `node.completed ${node}`];
  const ofRun = ['started', 'paused', 'resumed', 'completed'].map((what) => `execution.${what}`);
  expect(await toldOf(engine, id)).toEqual([...ofRun, ...ofNode('first'), ...ofNode('second')].toSorted());
}, 90_000);
