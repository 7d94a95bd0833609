import { Inject, Injectable } from '@nestjs/common';
import { and, count, desc, eq, sql } from 'drizzle-orm';
import { DATABASE, type Database } from '@aiwf/persistence';
import { executions, modelCalls } from '../database';

/** Calls that are looked at, of all models together. */
const RECENT_CALLS = 500;

/** With fewer calls of a model nothing is expected of the next one. */
const MIN_CALLS = 5;

/** How long the model calls of this database took of late. */
@Injectable()
export class CallDurationsRepository {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  /**
   * Milliseconds that 95 of 100 recent calls of a model took at most, by the model's id, such as `openai:gpt-4o-mini`. Models of which
   * little is known are not in it.
   */
  async p95(): Promise<ReadonlyMap<string, number>> {
    const { orm } = this.database;
    const recent = orm
      .select({ model: modelCalls.model, durationMs: modelCalls.durationMs })
      .from(modelCalls)
      .innerJoin(executions, eq(executions.id, modelCalls.executionId))
      .where(and(eq(modelCalls.reused, false), eq(executions.dryRun, false)))
      .orderBy(desc(modelCalls.createdAt))
      .limit(RECENT_CALLS)
      .as('recent');
    const rows = await orm
      .select({
        model: recent.model,
        p95: sql<number>`percentile_disc(0.95) within group (order by ${recent.durationMs})`,
      })
      .from(recent)
      .groupBy(recent.model)
      .having(sql`${count()} >= ${MIN_CALLS}`);
    return new Map(rows.map(({ model, p95 }) => [model, p95]));
  }
}
