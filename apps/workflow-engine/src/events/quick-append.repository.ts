import { DrizzleQueryError, getTableColumns, sql } from 'drizzle-orm';
import type { Orm } from '@aiwf/persistence';
import { driverValue, executionNodes, executions, requests } from '../database';
import { columnsOf, EVENT_COLUMNS, EVENT_VALUES, INTO_EVENTS, type NewEvent } from './event-row.repository';
import { CHANGED_COLUMNS, changedRows, NODE_SETS, type NodeChange } from './node-projection.repository';
import {
  gather,
  IS_OPEN,
  isOfRun,
  NAMED_RUN_FACTS,
  RUN_FACTS,
  runChangeOf,
  type RunChange,
  type RunFacts,
} from './projection.repository';

/** SQLSTATE of a row that stands already. */
const UNIQUE_VIOLATION = '23505';

const COLUMNS = getTableColumns(executions);

const isFork = sql<boolean>`is_fork`;

type Statement = ReturnType<typeof statementOf>;

/**
 * Appends nearly all batches of events, and projects each, in one statement: a transaction of several takes a round trip
 * for each, and holds the run's row meanwhile.
 *
 * The text of a statement is made once for each set of columns that a batch changes in the run's row: there are few, and
 * Drizzle takes as long for a text as PostgreSQL for carrying it out.
 */
export class QuickAppend {
  private readonly statements = new Map<string, Statement>();

  constructor(private readonly orm: Orm) {}

  /**
   * @param events of which {@link areQuick} holds
   * @returns whether the run goes on from another, and the run as it then is, where any of them tells of the run itself;
   * undefined, and nothing is done, when one of them is known already, the run is closed, or is to be closed while others
   * append to its log
   */
  async append(
    executionId: string,
    events: readonly NewEvent[],
  ): Promise<{ isFork: boolean; run?: RunFacts } | undefined> {
    const nodes = new Map<string, NodeChange>();
    const run: RunChange = {};
    for (const event of events) {
      gather(nodes, event);
      Object.assign(run, runChangeOf(event));
    }
    if (run.completedAt) cancelOpen(nodes);
    const statement = this.statementFor(Object.keys(run) as (keyof RunChange)[], events.some(isOfRun));
    try {
      const [row] = await statement.execute({
        ...encoded(run),
        executionId,
        events: JSON.stringify(events.map((event, index) => ({ place: index + 1, ...columnsOf(event) }))),
        count: events.length,
        nodes: changedRows(nodes),
        ...(run.completedAt ? { changed: JSON.stringify([...nodes.keys()]) } : {}),
      });
      return row && ('status' in row ? { isFork: row.isFork, run: row } : row);
    } catch (error) {
      // One of them was appended before. To look first would double what a batch takes.
      if (codeOf(error) === UNIQUE_VIOLATION) return undefined;
      throw error;
    }
  }

  private statementFor(fields: readonly (keyof RunChange)[], tellsOfRun: boolean): Statement {
    const name = JSON.stringify([tellsOfRun, ...fields]);
    const known = this.statements.get(name);
    if (known) return known;
    const statement = statementOf(this.orm, fields, tellsOfRun);
    this.statements.set(name, statement);
    return statement;
  }
}

/** Whether none of the events opens or closes a request, and none comes after the end of the run: nearly all batches. */
export function areQuick(events: readonly NewEvent[]): boolean {
  return events.every(
    (event, index) =>
      !event.opened && !event.closed && (index === events.length - 1 || !runChangeOf(event)?.completedAt),
  );
}

/** @param fields what a batch changes in the run's row; it ends the run where that says when it completed */
function statementOf(orm: Orm, fields: readonly (keyof RunChange)[], tellsOfRun: boolean) {
  const id = sql.placeholder('executionId');
  const count = sql`${sql.placeholder('count')}::integer`;
  const ends = fields.includes('completedAt') ? endOf(orm) : undefined;
  const sets = fields.map((field) => sql`${sql.raw(COLUMNS[field].name)} = ${sql.placeholder(field)}, `);
  const parts = [
    orm.$with('event', {}).as(sql`
      select * from jsonb_to_recordset(${sql.placeholder('events')}::jsonb) as event(place integer, ${EVENT_COLUMNS})`),
    orm.$with('counted', {}).as(sql`
      update ${executions} as run set ${sql.join(sets)} last_event = run.last_event + ${count}
      where run.id = ${id} and ${IS_OPEN} ${ends?.condition}
      returning run.last_event - ${count} as last, run.forked_from is not null as is_fork
        ${tellsOfRun ? sql`, ${RUN_FACTS}` : sql``}`),
    orm.$with('appended', {}).as(sql`
      ${INTO_EVENTS} select ${id}, last + place, ${EVENT_VALUES} from counted, event`),
    orm.$with('changed', {}).as(sql`
      update ${executionNodes} as node set ${NODE_SETS}
      from counted, jsonb_to_recordset(${sql.placeholder('nodes')}::jsonb) as changed(${CHANGED_COLUMNS})
      where node.execution_id = ${id} and node.node_id = changed.node_id`),
    ...(ends?.also ?? []),
  ];
  return orm
    .with(...parts)
    .select(tellsOfRun ? { isFork, ...NAMED_RUN_FACTS } : { isFork })
    .from(sql`counted`)
    .prepare('');
}

/**
 * What the end of a run does beside: open nodes are cancelled and open requests withdrawn. The statement sees what stood
 * at its beginning, so it does nothing when others append to the log meanwhile.
 */
function endOf(orm: Orm) {
  const id = sql.placeholder('executionId');
  return {
    condition: sql`and run.last_event = (select last_event from ${executions} where id = ${id})`,
    also: [
      orm.$with('cancelled', {}).as(sql`
        update ${executionNodes} as node set status = 'cancelled' from counted
        where node.execution_id = ${id} and node.status in ('pending', 'running')
          and not ${sql.placeholder('changed')}::jsonb ? node.node_id`),
      orm.$with('withdrawn', {}).as(sql`
        update ${requests} as request set status = 'withdrawn', closed_at = ${sql.placeholder('completedAt')}
        from counted where request.execution_id = ${id} and request.status = 'open'`),
    ],
  };
}

/** Where a run ends with the batch, nodes that it leaves open are cancelled. */
function cancelOpen(nodes: Map<string, NodeChange>): void {
  for (const [id, change] of nodes) {
    if (change.status === 'running') nodes.set(id, { ...change, status: 'cancelled' });
  }
}

function encoded(change: RunChange): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(change).map(([field, value]) => [
      field,
      driverValue(COLUMNS[field as keyof RunChange], value),
    ]),
  );
}

function codeOf(error: unknown): unknown {
  return error instanceof DrizzleQueryError
    ? (error.cause as { code?: unknown } | undefined)?.code
    : undefined;
}
