import { Inject, Injectable } from '@nestjs/common';
import { eq, sql } from 'drizzle-orm';
import type { JsonObject } from '@aiwf/definition';
import { DATABASE, type Database, type Orm } from '@aiwf/persistence';
import type { ProgressEvent, Stored } from '../workflows';
import { executionEvents, executions, storable } from '../database';
import { isTerminal, project } from './projection.repository';

/** The log keeps a taste of an output; the whole stands in the projection. */
const PREVIEW_CHARACTERS = 500;

/** An event with the number its writer gave it. */
export interface NewEvent extends ProgressEvent {
  writer: string;
  writerSeq: number;
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
   * @returns the events that were appended
   */
  async append(executionId: string, events: readonly NewEvent[]): Promise<NewEvent[]> {
    return this.database.orm.transaction(async (tx) => {
      const [row] = await tx
        .select({ last: executions.lastEvent, status: executions.status })
        .from(executions)
        .where(eq(executions.id, executionId))
        .for('no key update');
      if (!row || isTerminal(row.status)) return [];
      const fresh = await insertFresh(tx, executionId, row.last, events);
      if (fresh.length > 0) await project(tx, executionId, fresh);
      return fresh;
    });
  }

  /**
   * Tells of a call and counts it in the run's row, in one statement. For the transaction that records the call for the first
   * time, so the event is new; a run that has written its closing event counts it and is not told.
   *
   * @param counts what is added to which columns
   */
  async tellOfCall(
    tx: Orm,
    executionId: string,
    event: NewEvent,
    counts: { [column in CountedColumn]?: number },
  ): Promise<void> {
    const sets = Object.entries(counts).map(([column, count]) => {
      const name = sql.identifier(executions[column as CountedColumn].name);
      return sql`${name} = run.${name} + ${count}`;
    });
    const isOpen = sql`(run.status in ('starting', 'running'))`;
    const { type, node_id, path, at, data, writer, writer_seq } = columnsOf(event);
    await tx.execute(sql`
      with counted as (
        update ${executions} as run
        set ${sql.join([...sets, sql`last_event = run.last_event + ${isOpen}::integer`], sql`, `)}
        where id = ${executionId} returning last_event, ${isOpen} as open
      )
      insert into ${executionEvents} (execution_id, seq, type, node_id, path, at, data, writer, writer_seq)
      select ${executionId}::text, last_event, ${type}::text, ${node_id}::text, ${path}::text, ${at}::timestamptz, ${data}::jsonb, ${writer}::text, ${writer_seq}::integer
      from counted where open`);
  }
}

/** Columns of a run's row that count what its calls used. */
type CountedColumn =
  'llmCalls' | 'toolCalls' | 'inputTokens' | 'outputTokens' | 'costUsd' | 'unpricedCalls' | 'reusedCalls';

/** Columns of an event's row, but for the run's id and the event's number. */
function columnsOf(event: NewEvent) {
  return {
    type: event.type,
    node_id: event.node_id ?? null,
    path: event.path ?? null,
    at: event.at,
    data: executionEvents.data.mapToDriverValue(
      storable<JsonObject>({ ...event.data, ...placeOf(event), ...previewOf(event) }),
    ),
    writer: event.writer,
    writer_seq: event.writerSeq,
  };
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
        place integer, type text, node_id text, path text, at timestamptz, data text, writer text, writer_seq integer)
      where not exists (
        select 1 from ${executionEvents} as known
        where known.execution_id = ${executionId} and known.writer = event.writer and known.writer_seq = event.writer_seq)
    ), inserted as (
      insert into ${executionEvents} (execution_id, seq, type, node_id, path, at, data, writer, writer_seq)
      select ${executionId}, ${last}::integer + number, type, node_id, path, at, data::jsonb, writer, writer_seq
      from fresh
    ), counted as (
      update ${executions} set last_event = ${last}::integer + (select count(*) from fresh)::integer
      where id = ${executionId} and exists (select 1 from fresh)
    )
    select place from fresh order by place`);
  return inserted.map(({ place }) => events[place] as NewEvent);
}

/** The path of a node that stands inside another; a node of the graph itself is named well enough by its id. */
function placeOf({ node_id, path }: ProgressEvent): JsonObject {
  return path === undefined || path === `nodes/${node_id}` ? {} : { path };
}

function previewOf(event: ProgressEvent): JsonObject {
  const { output, error } = event;
  return {
    ...(output === undefined ? {} : outputPreview(output)),
    ...(error === undefined ? {} : { error: { code: error.code, message: error.message } }),
  };
}

function outputPreview(output: Stored): JsonObject {
  if ('blob' in output) return { size: output.size };
  return { preview: JSON.stringify(output.json).slice(0, PREVIEW_CHARACTERS) };
}
