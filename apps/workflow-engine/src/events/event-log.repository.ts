import { Inject, Injectable } from '@nestjs/common';
import { and, eq, inArray } from 'drizzle-orm';
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
    await tx.insert(executionEvents).values(
      fresh.map((event, index) => ({
        executionId,
        seq: row.last + index + 1,
        type: event.type,
        nodeId: event.node_id ?? null,
        path: event.path ?? null,
        at: new Date(event.at),
        data: storable<JsonObject>({ ...event.data, ...placeOf(event), ...previewOf(event) }),
        writer: event.writer,
        writerSeq: event.writerSeq,
      })),
    );
    await tx
      .update(executions)
      .set({ lastEvent: row.last + fresh.length })
      .where(eq(executions.id, executionId));
    for (const event of fresh) await project(tx, executionId, event);
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
