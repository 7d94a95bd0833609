import { Inject, Injectable } from '@nestjs/common';
import { and, asc, eq, gt } from 'drizzle-orm';
import { DATABASE, type Database } from '@aiwf/persistence';
import { executionEvents } from '../database';

/** An event as it stands in a run's log. */
export type EventRow = typeof executionEvents.$inferSelect;

/** Reads the log of a run. */
@Injectable()
export class EventLogReader {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  /** Events after a number, in the order of their numbers. */
  after(executionId: string, seq: number, limit: number): Promise<EventRow[]> {
    return this.database.orm
      .select()
      .from(executionEvents)
      .where(and(eq(executionEvents.executionId, executionId), gt(executionEvents.seq, seq)))
      .orderBy(asc(executionEvents.seq))
      .limit(limit);
  }
}
