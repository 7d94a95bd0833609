import { asc, eq } from 'drizzle-orm';
import type { Json } from '@aiwf/definition';
import type { Database } from '@aiwf/persistence';
import { executionEvents, executionNodes, executions, requests } from '../database';
import { insertRun, openEngineDatabase } from '../engine-database.fixture';
import type { ProgressEvent, Stored } from '../workflows';
import { EventLogRepository } from './event-log.repository';

const RUN = 'exec_1';
const BLOB = { blob: 'a'.repeat(64), size: 40_000 };
const AT = { a: '2026-01-01T00:00:00.000Z', b: '2026-01-01T00:00:01.000Z' };

let database: Database;
let close: () => Promise<void>;
let log: EventLogRepository;
let written: number;

beforeAll(async () => {
  ({ database, close } = await openEngineDatabase());
  log = new EventLogRepository(database);
}, 60_000);

beforeEach(async () => {
  written = 0;
  await database.orm.delete(executions);
  await insertRun(database, RUN);
});

afterAll(() => close());

async function nodes(...ids: string[]): Promise<void> {
  const row = { executionId: RUN, type: 'transform', status: 'pending' as const };
  await database.orm
    .insert(executionNodes)
    .values(ids.map((nodeId, position) => ({ ...row, nodeId, name: nodeId, position })));
}

/** Appends a batch, numbered after what was appended before. */
function append(...events: Omit<ProgressEvent, 'at'>[]) {
  const first = written;
  written += events.length;
  const batch = events.map((event, index) => ({ at: AT.a, ...event, writer: 'w', writerSeq: first + index }));
  return log.append(RUN, batch);
}

const completed = (node_id: string, output: Stored) => ({ type: 'node.completed' as const, node_id, output });
const json = (value: Json): Stored => ({ json: value });

const shown = () =>
  database.orm
    .select()
    .from(executionNodes)
    .where(eq(executionNodes.executionId, RUN))
    .orderBy(asc(executionNodes.position));

it('shows in each row what a batch says about its node last, and leaves the others', async () => {
  await nodes('a', 'b', 'c', 'd');
  await append({ type: 'node.started', node_id: 'a' }, { type: 'node.started', node_id: 'b' });
  await append(
    { ...completed('a', json({ n: 1 })), at: AT.b } as ProgressEvent,
    { type: 'node.failed', node_id: 'b', error: { code: 'broken', message: 'It broke' } },
    { type: 'node.skipped', node_id: 'c' },
  );
  expect(await shown()).toMatchObject([
    { status: 'completed', startedAt: new Date(AT.a), completedAt: new Date(AT.b), output: { n: 1 } },
    { status: 'failed', errorCode: 'broken', errorMessage: 'It broke', output: null },
    { status: 'skipped', startedAt: null, completedAt: new Date(AT.a) },
    { status: 'pending', startedAt: null },
  ]);
});

it('takes a start and an end in one batch, and a node that runs again', async () => {
  await nodes('a', 'b', 'c');
  await append({ type: 'node.started', node_id: 'a' }, completed('a', json('first')));
  await append(completed('b', BLOB), completed('c', json('small')));
  await append(completed('a', json(null)), completed('b', json('inline')), completed('c', BLOB));
  expect(await shown()).toMatchObject([
    { status: 'completed', startedAt: new Date(AT.a), output: null, outputBlob: null },
    { output: 'inline', outputBlob: null },
    { output: null, outputBlob: BLOB },
  ]);
});

it('cancels, at the end of a run, the nodes that the same batch left open', async () => {
  await nodes('a', 'b', 'c');
  await append(
    { type: 'node.started', node_id: 'a' },
    { type: 'node.started', node_id: 'b' },
    completed('a', json(1)),
    { type: 'execution.failed', error: { code: 'x', message: 'x' } },
  );
  expect((await shown()).map(({ status }) => status)).toEqual(['completed', 'cancelled', 'cancelled']);
});

it('leaves the rows to the nodes of the graph itself', async () => {
  await nodes('a');
  await append({ ...completed('a', json(1)), path: 'nodes/each/items/0/nodes/a' });
  expect(await shown()).toMatchObject([{ status: 'pending', output: null }]);
});

it('shows a large batch as it shows a small one', async () => {
  const ids = Array.from({ length: 500 }, (_, index) => `n${index}`);
  await nodes(...ids);
  await append(...ids.map((node_id) => ({ type: 'node.started' as const, node_id })));
  await append(...ids.map((id, index) => completed(id, json(index))));
  const rows = await shown();
  expect(rows.every(({ status }) => status === 'completed')).toBe(true);
  expect(rows.map(({ output }) => output)).toEqual(ids.map((_, index) => index));
});

it('drops what was appended before, and numbers the rest without gaps', async () => {
  await nodes('a');
  const started = { type: 'node.started' as const, node_id: 'a', at: AT.a, writer: 'w' };
  await log.append(RUN, [{ ...started, writerSeq: 0 }]);
  const { events: fresh } = await log.append(RUN, [
    { ...started, writerSeq: 0 },
    { ...started, ...completed('a', json(1)), writerSeq: 1 },
  ]);
  expect(fresh.map(({ writerSeq }) => writerSeq)).toEqual([1]);
  const rows = await database.orm.select().from(executionEvents).orderBy(asc(executionEvents.seq));
  expect(rows.map(({ seq, type }) => [seq, type])).toEqual([
    [1, 'node.started'],
    [2, 'node.completed'],
  ]);
});

describe('the end of a run', () => {
  const end = { type: 'execution.completed' as const, output: json({ said: 'yes' }) };
  const run = async () => (await database.orm.select().from(executions).where(eq(executions.id, RUN)))[0];
  const request = (request_id: string) => ({
    type: 'approval.requested' as const,
    node_id: 'a',
    opened: {
      request_id,
      kind: 'approval' as const,
      workflow_id: RUN,
      node_id: 'a',
      message: 'May it?',
      decisions: ['approve' as const],
      required: 1,
    },
  });

  it.each([
    ['its output', end, { status: 'completed', output: { said: 'yes' }, outputBlob: null, errorCode: null }],
    ['a large output', { ...end, output: BLOB }, { status: 'completed', output: null, outputBlob: BLOB }],
    [
      'its error',
      { type: 'execution.failed' as const, error: { code: 'broken', message: 'It broke' } },
      { status: 'failed', errorCode: 'broken', errorMessage: 'It broke', output: null },
    ],
    ['its cancellation', { type: 'execution.cancelled' as const }, { status: 'cancelled', errorCode: null }],
  ])('shows %s', async (_what, event, row) => {
    await append({ type: 'execution.started' });
    await append(event);
    expect(await run()).toMatchObject({ ...row, lastEvent: 2, completedAt: new Date(AT.a) });
  });

  it('withdraws the requests that are open, and no others', async () => {
    await append(request('first'), request('second'));
    await append({
      type: 'approval.decided',
      node_id: 'a',
      closed: { request_id: 'first', outcome: 'decided' },
    });
    await append(end);
    const rows = await database.orm.select().from(requests).orderBy(asc(requests.requestId));
    expect(rows.map(({ status, closedAt }) => [status, closedAt])).toEqual([
      ['decided', new Date(AT.a)],
      ['withdrawn', new Date(AT.a)],
    ]);
  });

  it('leaves the nodes that came to an end, in this batch or before', async () => {
    await nodes('a', 'b', 'c');
    await append(completed('a', json(1)));
    await append(completed('b', json(2)), { type: 'node.started', node_id: 'c' }, end);
    expect((await shown()).map(({ status, output }) => [status, output])).toEqual([
      ['completed', 1],
      ['completed', 2],
      ['cancelled', null],
    ]);
  });

  it('is the last thing that is appended', async () => {
    await nodes('a');
    await append(end);
    expect(await append(completed('a', json(1)))).toMatchObject({ events: [] });
    expect(await append({ type: 'execution.cancelled' })).toMatchObject({ events: [] });
    expect(await run()).toMatchObject({ status: 'completed', lastEvent: 1 });
    expect(await shown()).toMatchObject([{ status: 'cancelled' }]);
  });
});

it('says when the log had none of them, and the run goes on from no other', async () => {
  const started: ProgressEvent = { type: 'node.started', node_id: 'a', at: AT.a };
  expect(await append({ type: 'execution.started' }, started)).toMatchObject({ areFirst: true });
  expect(await append({ type: 'node.completed', node_id: 'a' })).toMatchObject({ areFirst: true });
  written -= 1;
  expect(await append({ type: 'node.completed', node_id: 'a' })).toEqual({ events: [], areFirst: false });
  await insertRun(database, 'exec_fork', { forkedFrom: RUN });
  const events = [{ ...started, writer: 'w', writerSeq: 0 }];
  expect(await log.append('exec_fork', events)).toMatchObject({ events, areFirst: false });
});
