import { eq } from 'drizzle-orm';
import type { Orm } from '@aiwf/persistence';
import { executions } from '../database';

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
