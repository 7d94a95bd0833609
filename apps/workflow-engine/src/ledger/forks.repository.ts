import { and, eq, sql } from 'drizzle-orm';
import type { Orm } from '@aiwf/persistence';
import { executionEvents, executions } from '../database';
import type { EventType } from '../workflows';

/** Forks of forks that are looked through. */
const MAX_DEPTH = 32;

/** The executions a run goes on from, the nearest first. */
export async function ancestorsOf(orm: Orm, executionId: string): Promise<string[]> {
  const found: string[] = [];
  let id = executionId;
  while (found.length < MAX_DEPTH) {
    const [row] = await orm
      .select({ forkedFrom: executions.forkedFrom })
      .from(executions)
      .where(eq(executions.id, id));
    if (!row?.forkedFrom) break;
    id = row.forkedFrom;
    found.push(id);
  }
  return found;
}

/** The type of event that tells of it. */
const UNDONE: EventType = 'node.compensated';

/** Whether a compensation took back what was done on a path of an execution: its node's, or that of one around it. */
export async function isUndone(orm: Orm, executionId: string, path: string): Promise<boolean> {
  const { nodeId, path: nodePath, type } = executionEvents;
  const place = sql`coalesce(${nodePath}, 'nodes/' || ${nodeId})`;
  const rows = await orm
    .select({ seq: executionEvents.seq })
    .from(executionEvents)
    .where(
      and(
        eq(executionEvents.executionId, executionId),
        eq(type, UNDONE),
        sql`(${path}::text = ${place} OR starts_with(${path}::text, ${place} || '/'))`,
      ),
    )
    .limit(1);
  return rows.length > 0;
}
