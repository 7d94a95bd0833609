import { DATABASE, type Database, withoutParameters } from '@aiwf/persistence';
import { Inject, Injectable } from '@nestjs/common';
import { and, desc, eq, sql } from 'drizzle-orm';
import { workflows } from '../database';
import type { PagePosition } from './page-cursor';
import type { StoredWorkflow, WorkflowLine } from './stored-workflow';

/** The table of generated workflows. Every query names the owner. */
@Injectable()
export class WorkflowsRepository {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  /** Stores a workflow; where one stands under its id already, that one stays. */
  async insert(workflow: StoredWorkflow): Promise<void> {
    try {
      await this.database.orm.insert(workflows).values(workflow).onConflictDoNothing();
    } catch (error) {
      throw withoutParameters(error);
    }
  }

  async find(id: string, userId: string): Promise<StoredWorkflow | undefined> {
    const owned = and(eq(workflows.id, id), eq(workflows.userId, userId));
    const [row] = await this.database.orm.select().from(workflows).where(owned);
    return row;
  }

  /** Newest first, at most `limit` from just after `position`; no position: from the newest. */
  list(userId: string, limit: number, position?: PagePosition): Promise<WorkflowLine[]> {
    const { id, name, prompt, planner, createdAt } = workflows;
    const older =
      position && sql`(${createdAt}, ${id}) < (${sql.param(position.createdAt, createdAt)}, ${position.id})`;
    return this.database.orm
      .select({ id, name, prompt, planner, createdAt })
      .from(workflows)
      .where(and(eq(workflows.userId, userId), older))
      .orderBy(desc(createdAt), desc(id))
      .limit(limit);
  }
}
