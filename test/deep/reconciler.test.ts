import { eq } from 'drizzle-orm';
import { newExecutionId, type EngineExecutionStarted } from '@aiwf/contracts';
import { hang, reply, waitFor } from '@aiwf/testing';
import { executions } from '../../apps/workflow-engine/src/database';
import { conversations, type Conversations } from '../harness/conversations';
import { startEngine, type EngineUnderTest } from '../harness/engine';
import { agent, compute } from '../harness/graphs';
import { eventsOf } from '../harness/run-records';
import { tcpGate, type TcpGate } from '../harness/tcp-gate';
import { temporalAddress, temporalCli, temporalClient } from '../harness/temporal';

/** Real: engine, Temporal and its command line, PGlite. Scripted: the model; between engine and Temporal stands a gate. */
let model: Conversations;
let engine: EngineUnderTest;
let gate: TcpGate;

interface Health {
  details: { temporal: { status: string } };
}

beforeAll(async () => {
  model = await conversations();
  gate = await tcpGate(temporalAddress());
  engine = await startEngine({ ...model.env, TEMPORAL_ADDRESS: gate.address });
});

afterAll(async () => {
  await engine.close();
  await gate.shut();
  await model.server.close();
});

const closingEvents = async (executionId: string) =>
  (await eventsOf(engine, executionId))
    .map(({ type }) => type)
    .filter((type) => /^execution\.(?!started)/.test(type));

/** Starts a run whose one model call never ends, and waits until it is made. */
async function startHanging(prompt: string): Promise<string> {
  model.script(prompt, hang());
  const id = await engine.start({ name: 'hanging', nodes: [agent('a', prompt)] });
  await waitFor(() => model.requests(prompt).length === 1, { what: 'the model call', timeoutMs: 30_000 });
  return id;
}

describe('without Temporal', () => {
  it('the engine lives, and says what it misses', async () => {
    expect(await engine.get('/livez')).toMatchObject({ status: 200 });
    const health = await engine.get<Health>('/health');
    expect(health).toMatchObject({
      status: 503,
      body: { details: { temporal: { status: 'down' }, database: { status: 'up' } } },
    });
    expect(await engine.get('/readyz')).toMatchObject({ status: 503 });
  });

  it.each(['that was never there', 'that was there'])(
    '%s, a run is accepted, and runs once, later',
    async (which) => {
      if (which === 'that was there') await gate.shut();
      const prompt = `Better late, ${which}`;
      model.script(prompt, reply('than never'));
      const askedAt = performance.now();
      const { status, body } = await engine.post<EngineExecutionStarted>('/workflow/execute', {
        workflow_data: { name: 'late', nodes: [agent('a', prompt)] },
        user_id: 'tester',
      });
      expect({ status, told: body.status }).toEqual({ status: 200, told: 'running' });
      // The integration guide's Python client gives up at 5 s.
      expect(performance.now() - askedAt).toBeLessThan(4_500);
      expect(await engine.view(body.execution_id)).toMatchObject({ status: 'running', phase: 'starting' });

      await gate.open();
      expect(await engine.ended(body.execution_id)).toMatchObject({
        status: 'completed',
        output_data: { result: 'than never' },
      });
      expect(model.requests(prompt)).toHaveLength(1);
      expect(await engine.get('/health')).toMatchObject({ status: 200 });
    },
  );
});

describe('a run', () => {
  it('that an operator terminates is shown as failed, saying so', async () => {
    const id = await startHanging('Be terminated');
    await temporalCli('workflow', 'terminate', '--workflow-id', id);
    expect(await engine.ended(id)).toMatchObject({
      status: 'failed',
      error_message: 'The run was terminated in Temporal',
      nodes: [{ id: 'a', status: 'cancelled' }],
    });
    expect(await closingEvents(id)).toEqual(['execution.failed']);
  });

  it('that an operator cancels is shown as cancelled, and its calls are given up', async () => {
    const id = await startHanging('Be cancelled');
    await temporalCli('workflow', 'cancel', '--workflow-id', id);
    expect(await engine.ended(id)).toMatchObject({
      status: 'cancelled',
      output_data: null,
      nodes: [{ id: 'a', status: 'cancelled' }],
    });
    expect(await closingEvents(id)).toEqual(['execution.cancelled']);
    await waitFor(() => model.requests('Be cancelled')[0]?.abandoned, { what: 'the call to be given up' });
    expect(model.requests('Be cancelled')).toHaveLength(1);
  });

  const longAgo = () => new Date(Date.now() - 60_000);

  /** A run that has ended, put back to how its row stood before, as if its closing write had been lost. */
  async function reopen(fields: { id?: string } = {}): Promise<string> {
    const ended = await engine.run({ name: 'reopened', nodes: [compute('a', '1')] });
    const [row] = await engine.database.orm
      .select()
      .from(executions)
      .where(eq(executions.id, ended.execution_id));
    if (!row) throw new Error('The run has no row');
    const open = {
      ...row,
      id: newExecutionId(),
      status: 'running' as const,
      completedAt: null,
      output: null,
    };
    await engine.database.orm.insert(executions).values({ ...open, ...fields, startedAt: longAgo() });
    return fields.id ?? open.id;
  }

  it('that Temporal has never heard of, or no longer knows, is shown as failed', async () => {
    const id = await reopen();
    expect(await engine.ended(id)).toMatchObject({
      status: 'failed',
      error_message: 'Temporal no longer knows this run',
    });
    expect(await closingEvents(id)).toEqual(['execution.failed']);
  });

  it('that the engine’s code can’t take further says so while it is open', async () => {
    const client = await temporalClient();
    const id = newExecutionId();
    await client.workflow.start('noSuchWorkflow', { workflowId: id, taskQueue: engine.taskQueue });
    await reopen({ id });
    await waitFor(async () => (await engine.view(id)).error_message !== null, {
      what: 'the obstacle',
      timeoutMs: 30_000,
    });
    expect(await engine.view(id)).toMatchObject({
      status: 'running',
      error_message: expect.stringMatching(
        /^The engine can't take the next step of this run \(tried \d+ times\)$/,
      ),
    });
    await client.workflow.getHandle(id).terminate();
    expect(await engine.ended(id)).toMatchObject({ status: 'failed' });
    await client.connection.close();
  });
});

it('goes on after Temporal was away', async () => {
  const { promise: back, resolve: comeBack } = Promise.withResolvers<void>();
  model.script('Outlive', async () => {
    await back;
    return reply('still here');
  });
  const id = await engine.start({ name: 'outage', nodes: [agent('a', 'Outlive')] });
  await waitFor(() => model.requests('Outlive').length === 1, { what: 'the model call' });
  await gate.shut();
  await waitFor(async () => (await engine.get('/health')).status === 503, {
    what: 'the outage to be noticed',
  });
  await gate.open();
  comeBack();
  expect(await engine.ended(id)).toMatchObject({
    status: 'completed',
    output_data: { result: 'still here' },
  });
  expect(model.requests('Outlive')).toHaveLength(1);
});
