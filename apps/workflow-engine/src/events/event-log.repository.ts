import { Inject, Injectable } from '@nestjs/common';
import { eq, sql, type SQLWrapper } from 'drizzle-orm';
import { DATABASE, type Database, type Orm } from '@aiwf/persistence';
import { executionEvents, executions } from '../database';
import { columnsOf, EVENT_COLUMNS, EVENT_VALUES, INTO_EVENTS, type NewEvent } from './event-row.repository';
import { IS_OPEN, isOfRun, isTerminal, project, RUN_FACTS, type RunFacts } from './projection.repository';
import { appendQuickly, areQuick } from './quick-append.repository';

export type { NewEvent } from './event-row.repository';

/** What came of an append. */
export interface Appended {
  events: NewEvent[];
  /** The run as it then is, where any of them tells of the run itself. */
  run?: RunFacts | undefined;
}

/**
 * The append-only log of each run, and its projection onto the rows that `status` reads, in one transaction. The
 * execution's row is locked while events get their numbers, so the numbers have no gaps and no repeats.
 */
@Injectable()
export class EventLogRepository {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  /**
   * Appends what the log doesn't have yet. A repeated (writer, number) is dropped, and so is everything after the
   * run's closing event.
   *
   * @returns what was appended
   */
  async append(executionId: string, events: readonly NewEvent[]): Promise<Appended> {
    const { orm } = this.database;
    const quickly = areQuick(events) ? await appendQuickly(orm, executionId, events) : undefined;
    if (quickly) return { events: [...events], run: quickly };
    return orm.transaction(async (tx) => {
      const [row] = await tx
        .select({ last: executions.lastEvent, status: executions.status })
        .from(executions)
        .where(eq(executions.id, executionId))
        .for('no key update');
      if (!row || isTerminal(row.status)) return { events: [] };
      const fresh = await insertFresh(tx, executionId, row.last, events);
      if (fresh.length > 0) await project(tx, executionId, fresh);
      if (!fresh.some(isOfRun)) return { events: fresh };
      const { rows } = await tx.execute<RunFacts>(
        sql`select ${RUN_FACTS} from ${executions} as run where run.id = ${executionId}`,
      );
      return { events: fresh, run: rows[0] };
    });
  }

  /**
   * Records a call, counts it in the run's row and tells of it, in one statement. A run that has written its closing event
   * counts it and is not told.
   *
   * @param record writes the call's row, and returns a row when it is the first to do so; otherwise nothing else is done
   * @param counts what is added to which columns
   * @returns whether it was the first
   */
  async recordCall(
    orm: Orm,
    record: SQLWrapper,
    executionId: string,
    event: NewEvent,
    counts: { [column in CountedColumn]?: number },
  ): Promise<boolean> {
    const sets = Object.entries(counts).map(([column, count]) => {
      const name = sql.raw(executions[column as CountedColumn].name);
      return sql`${name} = run.${name} + ${count}, `;
    });
    const told = JSON.stringify({ execution_id: executionId, ...columnsOf(event) });
    const { rows } = await orm.execute(sql`
      with recorded as ${record}, counted as (
        update ${executions} as run
        set ${sql.join(sets)} last_event = run.last_event + ${IS_OPEN}::integer
        where id = ${executionId} and exists (select 1 from recorded) returning last_event, ${IS_OPEN} as open
      ), told as (
        ${INTO_EVENTS}
        select execution_id, last_event, ${EVENT_VALUES}
        from counted, jsonb_to_record(${told}::jsonb) as event(execution_id text, ${EVENT_COLUMNS})
        where open
      )
      select 1 from recorded`);
    return rows.length > 0;
  }
}

/** Columns of a run's row that count what its calls used. */
type CountedColumn =
  'llmCalls' | 'toolCalls' | 'inputTokens' | 'outputTokens' | 'costUsd' | 'unpricedCalls' | 'reusedCalls';

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
