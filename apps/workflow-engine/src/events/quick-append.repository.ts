import { DrizzleQueryError, getTableColumns, sql, type SQL } from 'drizzle-orm';
import type { Orm } from '@aiwf/persistence';
import { executionEvents, executionNodes, executions, requests } from '../database';
import { columnsOf, EVENT_COLUMNS, EVENT_VALUES, INTO_EVENTS, type NewEvent } from './event-row.repository';
import { CHANGED_COLUMNS, changedRows, NODE_SETS, type NodeChange } from './node-projection.repository';
import {
  gather,
  IS_OPEN,
  RUN_FACTS,
  runChangeOf,
  type RunChange,
  type RunFacts,
} from './projection.repository';

/** SQLSTATE of a row that stands already. */
const UNIQUE_VIOLATION = '23505';

/** Whether none of the events opens or closes a request, and none comes after the end of the run: nearly all batches. */
export function areQuick(events: readonly NewEvent[]): boolean {
  return events.every(
    (event, index) =>
      !event.opened && !event.closed && (index === events.length - 1 || !runChangeOf(event)?.completedAt),
  );
}

/**
 * Appends such events and projects them in one statement: a transaction of several takes a round trip for each, and holds
 * the run's row meanwhile.
 *
 * @returns the run as it then is; undefined, and nothing is done, when one of them is known already, the run is closed, or
 * is to be closed while others append to its log
 */
export async function appendQuickly(
  orm: Orm,
  executionId: string,
  events: readonly NewEvent[],
): Promise<RunFacts | undefined> {
  const nodes = new Map<string, NodeChange>();
  const run: RunChange = {};
  for (const event of events) {
    gather(nodes, event);
    Object.assign(run, runChangeOf(event));
  }
  const told = JSON.stringify(events.map((event, index) => ({ place: index + 1, ...columnsOf(event) })));
  const ends = run.completedAt ? endOf(executionId, run.completedAt, nodes) : undefined;
  try {
    const { rows } = await orm.execute<RunFacts>(sql`
      with event as (
        select * from jsonb_to_recordset(${told}::jsonb) as event(place integer, ${EVENT_COLUMNS})
      ), counted as (
        update ${executions} as run
        set ${setsOf(run)} last_event = run.last_event + ${events.length}::integer
        where run.id = ${executionId} and ${IS_OPEN} ${ends?.condition}
          and not exists (
            select 1 from event join ${executionEvents} as known on known.execution_id = ${executionId}
              and known.writer = event.writer and known.writer_seq = event.writer_seq)
        returning run.last_event - ${events.length}::integer as last, ${RUN_FACTS}
      ), appended as (
        ${INTO_EVENTS}
        select ${executionId}, last + place, ${EVENT_VALUES} from counted, event
      ), changed as (
        update ${executionNodes} as node set ${NODE_SETS}
        from counted, jsonb_to_recordset(${changedRows(nodes)}::jsonb) as changed(${CHANGED_COLUMNS})
        where node.execution_id = ${executionId} and node.node_id = changed.node_id
      )${ends?.also}
      select * from counted`);
    return rows[0];
  } catch (error) {
    // Another attempt appended one of them in this moment.
    if (codeOf(error) === UNIQUE_VIOLATION) return undefined;
    throw error;
  }
}

/** Sets columns of the run's row, each followed by a comma. */
function setsOf(change: RunChange): SQL {
  const columns = getTableColumns(executions);
  const sets = Object.entries(change).map(([field, value]) => {
    const column = columns[field as keyof typeof columns];
    return sql`${sql.raw(column.name)} = ${sql.param(value, column)}, `;
  });
  return sql.join(sets);
}

/**
 * What the end of a run does beside: open nodes are cancelled and open requests withdrawn. The statement sees what stood
 * at its beginning, so it does nothing when others append to the log meanwhile.
 *
 * @param nodes changes of this batch; those that leave a node open are made to cancel it
 */
function endOf(executionId: string, at: Date, nodes: Map<string, NodeChange>) {
  for (const [id, change] of nodes) {
    if (change.status === 'running') nodes.set(id, { ...change, status: 'cancelled' });
  }
  const changed = JSON.stringify([...nodes.keys()]);
  return {
    condition: sql`
          and run.last_event = (select last_event from ${executions} where id = ${executionId})`,
    also: sql`, cancelled as (
        update ${executionNodes} as node set status = 'cancelled' from counted
        where node.execution_id = ${executionId} and node.status in ('pending', 'running')
          and not ${changed}::jsonb ? node.node_id
      ), withdrawn as (
        update ${requests} as request set status = 'withdrawn', closed_at = ${sql.param(at, requests.closedAt)}
        from counted where request.execution_id = ${executionId} and request.status = 'open'
      )`,
  };
}

function codeOf(error: unknown): unknown {
  return error instanceof DrizzleQueryError
    ? (error.cause as { code?: unknown } | undefined)?.code
    : undefined;
}
