import { sql } from 'drizzle-orm';
import type { JsonObject } from '@aiwf/definition';
import { executionEvents, storable } from '../database';
import type { ProgressEvent, Stored } from '../workflows';

/** The log keeps a taste of an output; the whole stands in the projection. */
const PREVIEW_CHARACTERS = 500;

/** An event with the number its writer gave it. */
export interface NewEvent extends ProgressEvent {
  writer: string;
  writerSeq: number;
}

/** Columns of an event's row, but for the run's id and the event's number. */
export function columnsOf(event: NewEvent) {
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

/** What {@link columnsOf} gives, as PostgreSQL reads it out of JSON. */
export const EVENT_COLUMNS = sql.raw(
  'type text, node_id text, path text, at timestamptz, data text, writer text, writer_seq integer',
);

/** Where events are inserted, and what of {@link EVENT_COLUMNS} after the run's id and the event's number. */
export const INTO_EVENTS = sql`insert into ${executionEvents} (execution_id, seq, type, node_id, path, at, data, writer, writer_seq)`;
export const EVENT_VALUES = sql.raw('type, node_id, path, at, data::jsonb, writer, writer_seq');

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
