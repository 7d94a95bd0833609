import { asc, eq } from 'drizzle-orm';
import type { AnyPgColumn } from 'drizzle-orm/pg-core';
import type { Database } from '@aiwf/persistence';
import {
  executionEvents,
  executionNodes,
  executions,
  requests,
} from '../../apps/workflow-engine/src/database';
import { insertRun, openEngineDatabase } from '../../apps/workflow-engine/src/engine-database.fixture';
import { EventLogRepository, type NewEvent } from '../../apps/workflow-engine/src/events';
import { describeWithPostgres, startPostgres, type PostgresServer } from '../harness/postgres';

const RUN = 'exec_1';
const ROUNDS = 30;
const WRITERS = 8;

/** Real: PostgreSQL, with a connection for each writer. */
describeWithPostgres('events that several attempts append at once', () => {
  let postgres: PostgresServer;
  let database: Database;
  let close: () => Promise<void>;

  beforeAll(async () => {
    postgres = await startPostgres();
    ({ database, close } = await openEngineDatabase(postgres.url));
    await insertRun(database, RUN);
  }, 60_000);
  afterAll(async () => {
    await close();
    await postgres.stop();
  });

  it('stand in the log once, numbered without gaps, and each is told of by one of them', async () => {
    const log = new EventLogRepository(database);
    for (let round = 0; round < ROUNDS; round += 1) {
      const batch = ['node.started', 'node.completed'].map((type, index) => ({
        type,
        node_id: `n${round}`,
        at: new Date(0).toISOString(),
        writer: 'w',
        writerSeq: 2 * round + index,
      })) as NewEvent[];
      const appended = await Promise.all(Array.from({ length: WRITERS }, () => log.append(RUN, batch)));
      expect(appended.flatMap(({ events }) => events)).toHaveLength(batch.length);
    }
    const rows = await database.orm.select().from(executionEvents).orderBy(asc(executionEvents.seq));
    expect(rows.map(({ seq, writerSeq }) => [seq, writerSeq])).toEqual(
      Array.from({ length: 2 * ROUNDS }, (_, index) => [index + 1, index]),
    );
    expect(await database.orm.select({ last: executions.lastEvent }).from(executions)).toEqual([
      { last: 2 * ROUNDS },
    ]);
  });

  it('end with the end of the run, which leaves no request or node open that was opened before', async () => {
    const log = new EventLogRepository(database);
    for (let round = 0; round < ROUNDS; round += 1) {
      const run = `exec_end_${round}`;
      await insertRun(database, run);
      const node = { executionId: run, type: 'approval', status: 'pending' as const };
      const ids = Array.from({ length: WRITERS }, (_, index) => `n${index}`);
      await database.orm
        .insert(executionNodes)
        .values(ids.map((nodeId, position) => ({ ...node, nodeId, name: nodeId, position })));
      const event = (writer: string, more: object) =>
        ({ at: new Date(0).toISOString(), writer, writerSeq: 0, ...more }) as NewEvent;
      const asking = (id: string) => ({
        request_id: id,
        kind: 'approval',
        workflow_id: run,
        node_id: id,
        message: 'May it?',
        decisions: ['approve'],
        required: 1,
      });
      const ends = [
        event('end', { type: 'execution.failed', error: { code: 'broken', message: 'It broke' } }),
      ];
      await Promise.all([
        ...ids.map((id) => log.append(run, [event(`start ${id}`, { type: 'node.started', node_id: id })])),
        ...ids.map((id) =>
          log.append(run, [event(id, { type: 'approval.requested', node_id: id, opened: asking(id) })]),
        ),
        log.append(run, ends),
        log.append(run, ends),
      ]);
      const of = (table: { executionId: AnyPgColumn }) => eq(table.executionId, run);
      const events = await database.orm
        .select()
        .from(executionEvents)
        .where(of(executionEvents))
        .orderBy(asc(executionEvents.seq));
      expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index + 1));
      expect(events.map(({ type }) => type).indexOf('execution.failed')).toBe(events.length - 1);
      const nodes = await database.orm.select().from(executionNodes).where(of(executionNodes));
      expect(new Set(nodes.map(({ status }) => status))).toEqual(new Set(['cancelled']));
      const asked = await database.orm.select().from(requests).where(of(requests));
      expect(asked.filter(({ status }) => status !== 'withdrawn')).toEqual([]);
    }
  });
});
