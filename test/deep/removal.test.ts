import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newExecutionId } from '@aiwf/contracts';
import { reply, toolCalls, waitFor } from '@aiwf/testing';
import { eq, sql } from 'drizzle-orm';
import { executions } from '../../apps/workflow-engine/src/database';
import { conversations, type Conversations } from '../harness/conversations';
import { startEngine, type EngineUnderTest } from '../harness/engine';
import { agent, chain, compute, render } from '../harness/graphs';
import { historiesOf } from '../harness/histories';
import { Steering } from '../harness/steering';

/** Real: engine, Temporal, PGlite. Scripted: the model. */
const DAY_MS = 86_400_000;

let dataDir: string;
let model: Conversations;
let engine: EngineUnderTest;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'removal-'));
  model = await conversations();
  engine = await startEngine({ ...model.env, DATA_DIR: dataDir });
});

afterAll(async () => {
  await engine.close();
  await model.server.close();
  await rm(dataDir, { recursive: true });
});

/** A run that leaves something in every table: calls, values, requests, budgets, events, a child. */
async function fullRun(prompt: string): Promise<string> {
  model.script(prompt, toolCalls([{ name: 'calculator', args: { expression: '1' } }]), reply('done'));
  const id = await engine.start({
    name: 'full',
    nodes: [
      agent('a', prompt, { tools: ['calculator'] }),
      render('large', Array(2_000).fill('a long text that is kept elsewhere')),
      { id: 'each', type: 'map', config: { items: '[1]', body: { nodes: [compute('one', 'item')] } } },
      { id: 'ask', type: 'approval', config: { message: 'Fine?' } },
    ],
    edges: chain('a', 'large', 'each', 'ask'),
    limits: { max_llm_calls: 5 },
  });
  const steer = new Steering(engine);
  const { request_id } = await steer.askedOnce(id);
  await steer.decide(id, request_id, { decision: 'approve' });
  expect(await engine.ended(id)).toMatchObject({ status: 'completed' });
  return id;
}

/** Tables in which anything of a run stands. */
async function tablesWith(executionId: string): Promise<string[]> {
  const { rows } = await engine.database.orm.execute<{ name: string }>(
    sql`select table_name as name from information_schema.tables where table_schema = 'engine'`,
  );
  const found: string[] = [];
  for (const { name } of rows) {
    const table = sql`engine.${sql.identifier(name)}`;
    const hits = await engine.database.orm.execute(
      sql`select 1 from ${table} t where to_jsonb(t)::text like ${`%${executionId}%`} limit 1`,
    );
    if (hits.rows.length > 0) found.push(name);
  }
  return found.toSorted();
}

/** Temporal removes what it was told to in its own time, on a busy machine half a minute later. */
const goneFromTemporal = (executionId: string) =>
  waitFor(async () => (await historiesOf(executionId)).length === 0, {
    what: 'Temporal to have forgotten it',
    timeoutMs: 90_000,
  });

async function age(executionId: string, days: number): Promise<void> {
  await engine.database.orm
    .update(executions)
    .set({ completedAt: new Date(Date.now() - days * DAY_MS) })
    .where(eq(executions.id, executionId));
}

const exists = async (id: string) =>
  (await engine.get<unknown>(`/workflow/executions/${id}?user_id=tester`)).status === 200;

it('a run that is deleted leaves nothing behind, in no table and not in Temporal; others keep theirs', async () => {
  const [id, kept] = [await fullRun('Delete it all'), await fullRun('Keep it all')];
  const everywhere = await tablesWith(kept);
  expect(everywhere).toEqual(
    expect.arrayContaining([
      'blobs',
      'budgets',
      'execution_events',
      'execution_nodes',
      'executions',
      'model_calls',
      'requests',
      'tool_calls',
    ]),
  );
  expect(await tablesWith(id)).toEqual(everywhere);
  expect((await historiesOf(id)).length).toBeGreaterThan(1);
  expect(await new Steering(engine).delete(id)).toMatchObject({ status: 200 });
  expect(await tablesWith(id)).toEqual([]);
  await goneFromTemporal(id);
  expect(await tablesWith(kept)).toEqual(everywhere);
}, 180_000);

it('a run is removed once it is older than EXECUTION_RETENTION_DAYS, and not before', async () => {
  const [old, young] = [await fullRun('Grow old'), await fullRun('Stay young')];
  const waiting = await engine.start({
    name: 'w',
    nodes: [{ id: 'w', type: 'wait', config: { event: 'go' } }],
  });
  await age(old, 31);
  await age(young, 29);
  // More than one round takes: a fork's row copies its parent's.
  const [row] = await engine.database.orm.select().from(executions).where(eq(executions.id, old));
  if (!row) throw new Error('no row');
  const many = Array.from({ length: 205 }, () => ({ ...row, id: newExecutionId() }));
  await engine.database.orm.insert(executions).values(many);
  await engine.close();

  engine = await startEngine({ ...model.env, DATA_DIR: dataDir, EXECUTION_RETENTION_DAYS: '30' });
  const left = async () =>
    engine.database.orm
      .select({ id: executions.id })
      .from(executions)
      .where(sql`completed_at < now() - interval '30 days'`);
  await waitFor(async () => (await left()).length === 0, {
    what: 'the old runs to be removed',
    timeoutMs: 60_000,
  });
  expect(await tablesWith(old)).toEqual([]);
  await goneFromTemporal(old);
  expect(await exists(young)).toBe(true);
  expect(await exists(waiting)).toBe(true);
}, 120_000);
