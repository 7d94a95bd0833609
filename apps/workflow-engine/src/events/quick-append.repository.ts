import { DrizzleQueryError, sql } from 'drizzle-orm';
import type { Orm } from '@aiwf/persistence';
import { executionEvents, executionNodes, executions } from '../database';
import { columnsOf, EVENT_COLUMNS, EVENT_VALUES, INTO_EVENTS, type NewEvent } from './event-row.repository';
import { CHANGED_COLUMNS, changedRows, NODE_SETS, type NodeChange } from './node-projection.repository';
import { gather, IS_OPEN } from './projection.repository';

/** SQLSTATE of a row that stands already. */
const UNIQUE_VIOLATION = '23505';

/** Whether events say nothing but what nodes do, and that the run has begun: nearly all batches of a run. */
export function areQuick(events: readonly NewEvent[]): boolean {
  return events.every(
    ({ type, opened, closed }) =>
      !opened && !closed && (type === 'execution.started' || !type.startsWith('execution.')),
  );
}

/**
 * Appends such events and projects them in one statement: a transaction of several takes a round trip for each, and holds
 * the run's row meanwhile.
 *
 * @returns false, and nothing is done, when one of them is known already or the run is closed
 */
export async function appendQuickly(
  orm: Orm,
  executionId: string,
  events: readonly NewEvent[],
): Promise<boolean> {
  const changes = new Map<string, NodeChange>();
  for (const event of events) gather(changes, event);
  const begins = events.some(({ type }) => type === 'execution.started');
  const rows = JSON.stringify(events.map((event, index) => ({ place: index + 1, ...columnsOf(event) })));
  try {
    const { rows: counted } = await orm.execute(sql`
      with event as (
        select * from jsonb_to_recordset(${rows}::jsonb) as event(place integer, ${EVENT_COLUMNS})
      ), counted as (
        update ${executions} as run
        set last_event = run.last_event + ${events.length}::integer,
          status = case when ${begins}::boolean then 'running' else run.status end
        where run.id = ${executionId} and ${IS_OPEN} and not exists (
          select 1 from event join ${executionEvents} as known on known.execution_id = ${executionId}
            and known.writer = event.writer and known.writer_seq = event.writer_seq)
        returning run.last_event - ${events.length}::integer as last
      ), appended as (
        ${INTO_EVENTS}
        select ${executionId}, last + place, ${EVENT_VALUES} from counted, event
      ), changed as (
        update ${executionNodes} as node set ${NODE_SETS}
        from counted, jsonb_to_recordset(${changedRows(changes)}::jsonb) as changed(${CHANGED_COLUMNS})
        where node.execution_id = ${executionId} and node.node_id = changed.node_id
      )
      select last from counted`);
    return counted.length > 0;
  } catch (error) {
    // Another attempt appended one of them in this moment.
    if (codeOf(error) === UNIQUE_VIOLATION) return false;
    throw error;
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof DrizzleQueryError
    ? (error.cause as { code?: unknown } | undefined)?.code
    : undefined;
}
