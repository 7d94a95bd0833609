import { asc } from 'drizzle-orm';
import type { Database } from '@aiwf/persistence';
import { executionEvents, executions } from '../../apps/workflow-engine/src/database';
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
      expect(appended.flat()).toHaveLength(batch.length);
    }
    const rows = await database.orm.select().from(executionEvents).orderBy(asc(executionEvents.seq));
    expect(rows.map(({ seq, writerSeq }) => [seq, writerSeq])).toEqual(
      Array.from({ length: 2 * ROUNDS }, (_, index) => [index + 1, index]),
    );
    expect(await database.orm.select({ last: executions.lastEvent }).from(executions)).toEqual([
      { last: 2 * ROUNDS },
    ]);
  });
});
