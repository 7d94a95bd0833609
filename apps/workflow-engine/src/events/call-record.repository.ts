import { sql, type SQLWrapper } from 'drizzle-orm';
import type { Orm } from '@aiwf/persistence';
import { executions } from '../database';
import { columnsOf, INTO_EVENTS, type NewEvent } from './event-row.repository';
import { IS_OPEN } from './projection.repository';

/** Columns of a run's row that count what its calls used. */
type CountedColumn =
  'llmCalls' | 'toolCalls' | 'inputTokens' | 'outputTokens' | 'costUsd' | 'unpricedCalls' | 'reusedCalls';

/**
 * Makes the statement that records a call, counts it in the run's row and tells of it. A run that has written its closing
 * event counts it and is not told.
 *
 * @param record writes the call's row, and returns a row when it is the first to do so; otherwise nothing else is done
 * @param counted columns of the run's row that are added to
 * @returns carries it out and says whether it was the first, given what is added and the values of placeholders in `record`
 */
export function callRecord<Counted extends CountedColumn>(
  orm: Orm,
  record: SQLWrapper,
  counted: readonly Counted[],
) {
  const id = sql.placeholder('told.execution_id');
  const sets = counted.map((column) => {
    const name = sql.raw(executions[column].name);
    return sql`${name} = run.${name} + ${sql.placeholder(`counts.${column}`)}, `;
  });
  const told = (column: keyof ReturnType<typeof columnsOf>) => sql.placeholder(`told.${column}`);
  const statement = orm
    .with(
      orm.$with('recorded', {}).as(record.getSQL()),
      orm.$with('counted', {}).as(sql`
        update ${executions} as run
        set ${sql.join(sets)} last_event = run.last_event + ${IS_OPEN}::integer
        where id = ${id} and exists (select 1 from recorded) returning last_event, ${IS_OPEN} as open`),
      orm.$with('told', {}).as(sql`
        ${INTO_EVENTS}
        select ${id}, last_event, ${told('type')}, ${told('node_id')}, ${told('path')}, ${told('at')}::timestamptz,
          ${told('data')}::jsonb, ${told('writer')}, ${told('writer_seq')}::integer
        from counted where open`),
    )
    .select({ done: sql<number>`1` })
    .from(sql`recorded`)
    .prepare('');
  return async (
    executionId: string,
    event: NewEvent,
    counts: Record<Counted, number>,
    values: Record<string, unknown> = {},
  ): Promise<boolean> => {
    const rows = await statement.execute({
      ...values,
      ...prefixed('counts', counts),
      ...prefixed('told', { execution_id: executionId, ...columnsOf(event) }),
    });
    return rows.length > 0;
  };
}

function prefixed(prefix: string, values: object) {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [`${prefix}.${name}`, value]));
}
