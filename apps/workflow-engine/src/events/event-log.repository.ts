import { Inject, Injectable } from '@nestjs/common';
import { and, eq, inArray, sql } from 'drizzle-orm';
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
    return this.database.orm.transaction((tx) => this.appendWithin(tx, executionId, events));
  }

  /** As {@link append}, as part of a transaction that writes more. */
  async appendWithin(tx: Orm, executionId: string, events: readonly NewEvent[]): Promise<NewEvent[]> {
    const [row] = await tx
      .select({ last: executions.lastEvent, status: executions.status })
      .from(executions)
      .where(eq(executions.id, executionId))
      .for('no key update');
    if (!row || isTerminal(row.status)) return [];
    const fresh = await this.withoutKnown(tx, executionId, events);
    if (fresh.length === 0) return [];
    await insertEvents(tx, executionId, row.last, fresh);
    await tx
      .update(executions)
      .set({ lastEvent: row.last + fresh.length })
      .where(eq(executions.id, executionId));
    await project(tx, executionId, fresh);
    return fresh;
  }

  private async withoutKnown(tx: Orm, executionId: string, events: readonly NewEvent[]): Promise<NewEvent[]> {
    const writers = [...new Set(events.map(({ writer }) => writer))];
    const known = await tx
      .select({ writer: executionEvents.writer, writerSeq: executionEvents.writerSeq })
      .from(executionEvents)
      .where(and(eq(executionEvents.executionId, executionId), inArray(executionEvents.writer, writers)));
    const nameOf = ({ writer, writerSeq }: Pick<NewEvent, 'writer' | 'writerSeq'>) =>
      `${writerSeq} ${writer}`;
    const names = new Set(known.map(nameOf));
    return events.filter((event) => !names.has(nameOf(event)));
  }
}

/** One statement with one parameter, however many there are: Drizzle takes a millisecond and more for some hundreds. */
async function insertEvents(
  tx: Orm,
  executionId: string,
  last: number,
  events: readonly NewEvent[],
): Promise<void> {
  const rows = events.map((event, index) => ({
    seq: last + index + 1,
    type: event.type,
    node_id: event.node_id ?? null,
    path: event.path ?? null,
    at: event.at,
    data: executionEvents.data.mapToDriverValue(
      storable<JsonObject>({ ...event.data, ...placeOf(event), ...previewOf(event) }),
    ),
    writer: event.writer,
    writer_seq: event.writerSeq,
  }));
  await tx.execute(sql`
    insert into ${executionEvents} (execution_id, seq, type, node_id, path, at, data, writer, writer_seq)
    select ${executionId}, seq, type, node_id, path, at, data::jsonb, writer, writer_seq
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as event(
      seq integer, type text, node_id text, path text, at timestamptz, data text, writer text, writer_seq integer)`);
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
