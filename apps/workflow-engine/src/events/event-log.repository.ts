import { Inject, Injectable } from '@nestjs/common';
import { eq, sql } from 'drizzle-orm';
import { DATABASE, type Database, type Orm } from '@aiwf/persistence';
import { executionEvents, executions } from '../database';
import { columnsOf, EVENT_COLUMNS, EVENT_VALUES, INTO_EVENTS, type NewEvent } from './event-row.repository';
import {
  isOfRun,
  isTerminal,
  NAMED_RUN_FACTS,
  project,
  RUN_FACTS,
  type RunFacts,
} from './projection.repository';
import { areQuick, QuickAppend } from './quick-append.repository';

export type { NewEvent } from './event-row.repository';

/** What came of an append. */
export interface Appended {
  events: NewEvent[];
  /** The run as it then is, where any of them tells of the run itself. */
  run?: RunFacts | undefined;
  /** Nothing of them stood in the log, and the run goes on from no other. */
  areFirst: boolean;
}

/**
 * The append-only log of each run, and its projection onto the rows that `status` reads, in one transaction. The
 * execution's row is locked while events get their numbers, so the numbers have no gaps and no repeats.
 */
@Injectable()
export class EventLogRepository {
  private readonly quick: QuickAppend;

  constructor(@Inject(DATABASE) private readonly database: Database) {
    this.quick = new QuickAppend(database.orm);
  }

  /**
   * Appends what the log doesn't have yet. A repeated (writer, number) is dropped, and so is everything after the
   * run's closing event.
   *
   * @returns what was appended
   */
  async append(executionId: string, events: readonly NewEvent[]): Promise<Appended> {
    const quickly = areQuick(events) ? await this.quick.append(executionId, events) : undefined;
    if (quickly) return { events: [...events], run: quickly.run, areFirst: !quickly.isFork };
    return this.database.orm.transaction(async (tx) => {
      const [row] = await tx
        .select({ last: executions.lastEvent, status: executions.status })
        .from(executions)
        .where(eq(executions.id, executionId))
        .for('no key update');
      if (!row || isTerminal(row.status)) return { events: [], areFirst: false };
      const fresh = await insertFresh(tx, executionId, row.last, events);
      if (fresh.length > 0) await project(tx, executionId, fresh);
      if (!fresh.some(isOfRun)) return { events: fresh, areFirst: false };
      const [run] = await tx
        .select(NAMED_RUN_FACTS)
        .from(sql`(select ${RUN_FACTS} from ${executions} as run where run.id = ${executionId}) as facts`);
      return { events: fresh, run, areFirst: false };
    });
  }
}

/**
 * Inserts the events that are not known yet, and counts them, in one statement with one parameter for all of them: each
 * statement costs a round trip, and Drizzle takes a millisecond and more for some hundreds of parameters.
 *
 * @param last the number of the last event, which the execution's locked row tells
 */
async function insertFresh(
  tx: Orm,
  executionId: string,
  last: number,
  events: readonly NewEvent[],
): Promise<NewEvent[]> {
  const rows = events.map((event, place) => ({ place, ...columnsOf(event) }));
  const { rows: inserted } = await tx.execute<{ place: number }>(sql`
    with fresh as (
      select event.*, (row_number() over (order by place))::integer as number
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as event(
        place integer, ${EVENT_COLUMNS})
      where not exists (
        select 1 from ${executionEvents} as known
        where known.execution_id = ${executionId} and known.writer = event.writer and known.writer_seq = event.writer_seq)
    ), inserted as (
      ${INTO_EVENTS}
      select ${executionId}, ${last}::integer + number, ${EVENT_VALUES}
      from fresh
    ), counted as (
      update ${executions} set last_event = ${last}::integer + (select count(*) from fresh)::integer
      where id = ${executionId} and exists (select 1 from fresh)
    )
    select place from fresh order by place`);
  return inserted.map(({ place }) => events[place] as NewEvent);
}
