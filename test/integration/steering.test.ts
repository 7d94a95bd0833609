import type { EventPage, ExecutionView } from '@aiwf/contracts';
import { newExecutionId } from '@aiwf/contracts';
import type { NodeDefinition } from '@aiwf/definition';
import { hang, reply, waitFor } from '@aiwf/testing';
import { eq } from 'drizzle-orm';
import { executions } from '../../apps/workflow-engine/src/database';
import { agent, chain, compute, render } from '../harness/graphs';
import { eventsOf } from '../harness/run-records';
import { scriptedEngine } from '../harness/scripted-engine';
import { Steering } from '../harness/steering';
import { temporalClient } from '../harness/temporal';

/** Real: engine, Temporal, PGlite, HTTP. Scripted: the model. */
const under = scriptedEngine();

let steer: Steering;
beforeAll(() => {
  steer = new Steering(under.engine);
});

const FINISHED = { status: 409, body: { code: 'execution_finished' } };

const event = (id: string, name: string, fields: Record<string, unknown> = {}) => ({
  id,
  type: 'wait',
  config: { event: name, ...fields },
});

const typesOf = async (id: string) => (await eventsOf(under.engine, id)).map(({ type }) => type);

const statusesOf = ({ nodes }: ExecutionView) =>
  Object.fromEntries(nodes.map(({ id, status }) => [id, status]));

/** Starts a run whose one call never ends, and waits until it is made. */
async function startHanging(prompt: string): Promise<string> {
  under.model.script(prompt, hang());
  const id = await under.engine.start({ name: 'hanging', nodes: [agent('a', prompt)] });
  await waitFor(() => under.model.requests(prompt).length === 1, { what: 'the call', timeoutMs: 30_000 });
  return id;
}

describe('cancelling', () => {
  it('breaks off what is at work, and can be done once', async () => {
    const id = await startHanging('Never end');
    expect(await steer.cancel(id)).toMatchObject({ status: 200, body: { execution_id: id } });
    expect(await under.engine.ended(id)).toMatchObject({ status: 'cancelled', phase: 'finished' });
    await waitFor(() => under.model.requests('Never end')[0]?.abandoned, { what: 'the call to be given up' });
    expect(await steer.cancel(id)).toMatchObject({
      status: 409,
      body: { code: 'execution_finished', detail: 'The execution has finished already, it is cancelled' },
    });
  });

  it('undoes what is done, the last first, and nothing else', async () => {
    const undo = (of: string) => ({ source: of, target: `undo_${of}`, kind: 'compensation' });
    const id = await under.engine.start({
      name: 'booking',
      nodes: [
        compute('flight', '1'),
        compute('hotel', '2'),
        event('payment', 'paid'),
        compute('undo_flight', 'nodes.flight.output'),
        compute('undo_hotel', 'nodes.hotel.output'),
        compute('undo_payment', '3'),
      ],
      edges: [...chain('flight', 'hotel', 'payment'), undo('flight'), undo('hotel'), undo('payment')],
    });
    await steer.askedOnce(id);
    await steer.cancel(id);
    const view = await under.engine.ended(id);
    expect(view.status).toBe('cancelled');
    expect(statusesOf(view)).toMatchObject({ undo_flight: 'completed', undo_hotel: 'completed' });
    const undone = (await eventsOf(under.engine, id)).filter(({ type }) => type === 'node.compensated');
    expect(undone.map(({ nodeId }) => nodeId)).toEqual(['hotel', 'flight']);
  });

  it('works on a run that was accepted while Temporal was away', async () => {
    const { execution_id } = await under.engine.run({ name: 'copied', nodes: [compute('a', '1')] });
    const { orm } = under.engine.database;
    const [row] = await orm.select().from(executions).where(eq(executions.id, execution_id));
    if (!row) throw new Error('The run has no row');
    const id = newExecutionId();
    const definition = { name: 'accepted', nodes: [event('w', 'never') as NodeDefinition] };
    const accepted = { status: 'starting' as const, startedAt: new Date(), completedAt: null, output: null };
    await orm.insert(executions).values({ ...row, ...accepted, id, definition, lastEvent: 0 });
    expect(await steer.cancel(id)).toMatchObject({ status: 200 });
    expect(await under.engine.ended(id)).toMatchObject({ status: 'cancelled' });
    expect((await typesOf(id)).at(-1)).toBe('execution.cancelled');
  });
});

describe('pausing', () => {
  it('holds the next nodes back until it is resumed; both may be said twice', async () => {
    under.model.script('While paused', async () => {
      await paused.promise;
      return reply('done');
    });
    const paused = Promise.withResolvers<void>();
    const id = await under.engine.start({
      name: 'pause',
      nodes: [agent('a', 'While paused'), compute('b', 'nodes.a.output.text')],
      edges: chain('a', 'b'),
    });
    await waitFor(() => under.model.requests('While paused').length === 1, { what: 'the call' });
    expect(await steer.pause(id)).toMatchObject({
      status: 200,
      body: { status: 'running', phase: 'paused' },
    });
    expect(await steer.pause(id)).toMatchObject({ status: 200, body: { phase: 'paused' } });
    paused.resolve();
    await waitFor(async () => statusesOf(await under.engine.view(id))['a'] === 'completed', {
      what: 'the call to end',
    });
    expect(await under.engine.view(id)).toMatchObject({ status: 'running', phase: 'paused' });
    expect(statusesOf(await under.engine.view(id))['b']).toBe('pending');

    expect(await steer.resume(id)).toMatchObject({ status: 200 });
    expect(await under.engine.ended(id)).toMatchObject({
      status: 'completed',
      output_data: { result: 'done' },
    });
    expect(await typesOf(id)).toEqual(expect.arrayContaining(['execution.paused', 'execution.resumed']));
    expect(await steer.pause(id)).toMatchObject(FINISHED);
    expect(await steer.resume(id)).toMatchObject(FINISHED);
  });
});

describe('an event', () => {
  it('goes to the oldest node that waits for it, and one nobody waits for is refused', async () => {
    const id = await under.engine.start({
      name: 'events',
      nodes: [event('one', 'paid'), event('two', 'paid'), event('three', 'shipped')],
      edges: chain('one', 'two'),
    });
    await steer.asked(id, 2);
    expect(await under.engine.view(id)).toMatchObject({ phase: 'waiting' });
    expect(await steer.post(id, 'events', { name: 'refunded' })).toMatchObject({
      status: 409,
      body: { code: 'event_not_awaited', detail: expect.stringMatching(/waits for "paid", "shipped"$/) },
    });
    expect(await steer.post(id, 'events', { name: 'paid', data: { amount: 5 } })).toMatchObject({
      status: 200,
      body: { execution_id: id, node_id: 'one' },
    });
    await waitFor(async () => (await steer.requests(id)).some(({ node_id }) => node_id === 'two'), {
      what: 'the second node to wait',
    });
    expect(await steer.post(id, 'events', { name: 'paid', data: 'again' })).toMatchObject({ status: 200 });
    expect(await steer.post(id, 'events', { name: 'shipped' })).toMatchObject({ status: 200 });
    expect(await under.engine.ended(id)).toMatchObject({
      status: 'completed',
      output_data: {
        result: {
          two: { branch: 'received', data: 'again' },
          three: { branch: 'received', data: null },
        },
      },
    });
    expect(await steer.post(id, 'events', { name: 'paid' })).toMatchObject(FINISHED);
  });

  it('sent twice at once is taken once by a node that waits once', async () => {
    const id = await under.engine.start({ name: 'race', nodes: [event('w', 'go')] });
    await steer.askedOnce(id);
    const answers = await Promise.all(
      Array.from({ length: 5 }, (_, n) => steer.post(id, 'events', { name: 'go', data: n })),
    );
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409, 409, 409, 409]);
    await under.engine.ended(id);
  });
});

describe('what runs leave behind', () => {
  it('is a log that is read a page at a time', async () => {
    const { execution_id: id } = await under.engine.run({
      name: 'log',
      nodes: [compute('a', '1'), compute('b', '2')],
    });
    const all = await eventsOf(under.engine, id);
    const seen: EventPage['events'] = [];
    let after: number | null = 0;
    while (after !== null) {
      const page: EventPage = (await steer.get<EventPage>(id, `events?after=${after}&limit=2`)).body;
      expect(page.events.length).toBeLessThanOrEqual(2);
      seen.push(...page.events);
      after = page.next_after;
    }
    expect(seen.map(({ seq }) => seq)).toEqual(all.map(({ seq }) => seq));
    expect(seen.at(-1)).toMatchObject({ type: 'execution.completed' });
    for (const query of ['after=-1', 'limit=0', 'limit=1001', 'after=x']) {
      expect(await steer.get(id, `events?${query}`)).toMatchObject({ status: 422 });
    }
  });

  it('is what each node, conversation and call used', async () => {
    under.model.script('Use some', reply('yes'));
    under.model.script('Use more', reply('no'));
    const { execution_id: id } = await under.engine.run({
      name: 'usage',
      nodes: [agent('a', 'Use some'), agent('b', 'Use more'), compute('c', '1')],
    });
    const usage = await steer.usage(id);
    expect(usage.total).toMatchObject({ llm_calls: 2, tool_calls: 0, reused_calls: 0 });
    expect(usage.nodes.map(({ node_id, llm_calls }) => [node_id, llm_calls])).toEqual([
      ['a', 1],
      ['b', 1],
    ]);
    const sum = usage.calls.reduce((tokens, call) => tokens + call.input_tokens, 0);
    expect(sum).toBe(usage.total.input_tokens);
    expect(usage.agents.map(({ path }) => path)).toEqual(['nodes/a', 'nodes/b']);
    expect(usage.more).toBe(false);
  });

  it('is gone for ever once it is deleted, which a run under way can’t be', async () => {
    const id = await startHanging('Delete me');
    expect(await steer.delete(id)).toMatchObject({
      status: 409,
      body: { code: 'execution_running', detail: expect.stringContaining('cancel it first') },
    });
    await steer.cancel(id);
    await under.engine.ended(id);
    expect(await steer.delete(id, 'stranger')).toMatchObject({ status: 404 });
    expect(await steer.delete(id)).toMatchObject({ status: 200, body: { execution_id: id, deleted: true } });
    expect(await steer.delete(id)).toMatchObject({ status: 404 });
    expect(await steer.get(id, 'usage')).toMatchObject({ status: 404 });
    expect(await eventsOf(under.engine, id)).toEqual([]);
  });
});

it('is for the owner alone: others, and unknown runs, get the same 404', async () => {
  const { execution_id: mine } = await under.engine.run({ name: 'mine', nodes: [compute('a', '1')] });
  const posts = ['cancel', 'pause', 'resume', 'retry', 'fork', 'events', 'requests/nodes.a'];
  const fields = { user_id: 'stranger', name: 'x', from_node: 'a', decision: 'approve' };
  const takes: Record<string, string[]> = {
    events: ['name'],
    fork: ['from_node'],
    'requests/nodes.a': ['decision'],
  };
  for (const id of [mine, newExecutionId()]) {
    for (const route of posts) {
      const body = Object.fromEntries(
        Object.entries(fields).filter(([key]) => key === 'user_id' || takes[route]?.includes(key)),
      );
      expect({ route, ...(await steer.post(id, route, body)) }).toMatchObject({
        route,
        status: 404,
        body: { code: 'execution_not_found' },
      });
    }
    for (const route of ['requests', 'usage', 'events', 'export', `diff?other=${mine}`]) {
      expect({ route, ...(await steer.get(id, route, 'stranger')) }).toMatchObject({ route, status: 404 });
    }
  }
});

it('refuses at once what Temporal would not take, and says what to do', async () => {
  const text = 'x'.repeat(90_000);
  const nodes = Array.from({ length: 18 }, (_, n) => render(`n${n}`, text));
  const { status, body } = await under.engine.post('/workflow/execute', {
    workflow_data: { name: 'large', nodes },
    user_id: 'tester',
  });
  expect(status).toBe(413);
  expect(body).toMatchObject({ code: 'workflow_too_large', detail: expect.stringContaining('shorten them') });
});

it('leaves no children of a run that an operator terminated', async () => {
  const id = await under.engine.start({
    name: 'parent',
    nodes: [{ id: 'each', type: 'map', config: { items: '[1, 2]', body: { nodes: [event('w', 'never')] } } }],
  });
  const [request] = await steer.asked(id, 2);
  if (!request) throw new Error('nothing asked');
  const client = await temporalClient();
  await client.workflow.getHandle(id).terminate();
  expect(await under.engine.ended(id)).toMatchObject({ status: 'failed' });
  const child = `${id}/nodes/each`;
  await waitFor(
    async () => (await client.workflow.getHandle(child).describe()).status.name === 'TERMINATED',
    {
      what: 'the child to be ended',
      timeoutMs: 20_000,
    },
  );
  await client.connection.close();
});
