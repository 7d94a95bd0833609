import { and, asc, eq, isNull, lt, sql, type SQL } from 'drizzle-orm';
import type { Orm } from '@aiwf/persistence';
import { executions, toolCalls } from '../database';
import { callRecord } from '../events';

/** What the statements of tool calls are given; each text is made once, since Drizzle takes as long for it as PostgreSQL for its work. */
const key = {
  lineage: sql.placeholder('lineage'),
  path: sql.placeholder('path'),
  turn: sql.placeholder('turn'),
};
const position = sql.placeholder('position');

/** The calls of a conversation before a turn, in their order. */
export function callsBefore(orm: Orm) {
  return orm
    .select()
    .from(toolCalls)
    .where(
      and(eq(toolCalls.lineage, key.lineage), eq(toolCalls.path, key.path), lt(toolCalls.turn, key.turn)),
    )
    .orderBy(asc(toolCalls.turn), asc(toolCalls.position))
    .prepare('');
}

/**
 * Writes the intent of a call that nobody has begun and that is not to be taken over from another run. No row: it was not
 * written, for one of the two.
 */
export function newIntent(orm: Orm) {
  const own: { [column: string]: SQL } = {
    path: sql`${key.path}::text`,
    turn: sql`${key.turn}::integer`,
    position: sql`${position}::integer`,
    node_id: sql`${sql.placeholder('nodeId')}::text`,
    call_id: sql`${sql.placeholder('callId')}::text`,
    name: sql`${sql.placeholder('name')}::text`,
    digest: sql`${sql.placeholder('digest')}::text`,
    effect: sql`${sql.placeholder('effect')}::text`,
    again: sql`${sql.placeholder('again')}::integer`,
    arguments: sql`${sql.placeholder('arguments')}::jsonb`,
  };
  const begun = orm.$with('begun', {}).as(sql`
    insert into ${toolCalls} (lineage, execution_id, ${sql.raw(Object.keys(own).join(', '))})
    select run.id, run.id, ${sql.join(Object.values(own), sql`, `)}
    from ${executions} as run
    where run.id = ${key.lineage} and (run.forked_from is null or ${sql.placeholder('mustBeMade')}::boolean)
    on conflict do nothing returning 1 as done`);
  return orm
    .with(begun)
    .select({ done: sql<number>`done` })
    .from(sql`begun`)
    .prepare('');
}

/** Writes the result of a call that has none, counts the call in the run's row and tells of it. */
export function resultRecord(orm: Orm) {
  const recorded = orm
    .update(toolCalls)
    .set({
      result: sql`${sql.placeholder('result')}::jsonb`,
      completedAt: sql`now()`,
      durationMs: sql`${sql.placeholder('durationMs')}::integer`,
      reused: sql`${sql.placeholder('reused')}::boolean`,
    })
    .where(
      and(
        eq(toolCalls.lineage, key.lineage),
        eq(toolCalls.path, key.path),
        eq(toolCalls.turn, key.turn),
        eq(toolCalls.position, position),
        isNull(toolCalls.result),
      ),
    )
    .returning({ position: toolCalls.position });
  return callRecord(orm, recorded, ['toolCalls', 'reusedCalls']);
}
