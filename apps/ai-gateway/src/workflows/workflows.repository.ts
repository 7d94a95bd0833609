import { DATABASE, type Database, type Orm, withoutParameters } from '@aiwf/persistence';
import { Inject, Injectable } from '@nestjs/common';
import { and, asc, desc, eq, sql } from 'drizzle-orm';
import { workflows, workflowVersions } from '../database';
import type { PagePosition } from './page-cursor';
import type { StoredWorkflow, VersionLine, WorkflowLine } from './stored-workflow';

/** Versions that one list shows. */
const MAX_VERSIONS = 1_000;

/** The tables of workflows and their versions. Every query names the owner. */
@Injectable()
export class WorkflowsRepository {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  /** Stores a new workflow; where one stands under its id already, that one stays. */
  async insert(workflow: StoredWorkflow): Promise<void> {
    const { id, userId, prompt, planner, version, definition, createdAt } = workflow;
    const head = { id, userId, prompt, planner, version, name: definition.name, createdAt };
    await this.written(async (tx) => {
      const [inserted] = await tx.insert(workflows).values(head).onConflictDoNothing().returning();
      if (inserted) await tx.insert(workflowVersions).values(versionRow(workflow));
    });
  }

  /**
   * Stores the version that follows another one.
   *
   * @returns false when that one is not the latest any more; nothing is stored then
   */
  append(workflow: StoredWorkflow): Promise<boolean> {
    const { id, userId, planner, version, definition } = workflow;
    return this.written(async (tx) => {
      const isLatest = and(
        eq(workflows.id, id),
        eq(workflows.userId, userId),
        eq(workflows.version, version - 1),
      );
      const head = { version, planner, name: definition.name };
      const [moved] = await tx.update(workflows).set(head).where(isLatest).returning();
      if (moved) await tx.insert(workflowVersions).values(versionRow(workflow));
      return moved !== undefined;
    });
  }

  /** @param version absent: the latest */
  async find(id: string, userId: string, version?: number): Promise<StoredWorkflow | undefined> {
    const [row] = await this.database.orm
      .select({ prompt: workflows.prompt, stored: workflowVersions })
      .from(workflows)
      .innerJoin(
        workflowVersions,
        and(
          eq(workflowVersions.workflowId, workflows.id),
          eq(workflowVersions.version, version ?? workflows.version),
        ),
      )
      .where(and(eq(workflows.id, id), eq(workflows.userId, userId)));
    if (!row) return undefined;
    const { workflowId, ...stored } = row.stored;
    return { id: workflowId, prompt: row.prompt, ...stored };
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

  /** Newest first; empty for a workflow that the user doesn't have. */
  versions(id: string, userId: string): Promise<VersionLine[]> {
    const { version, origin, instruction, restoredFrom, createdAt, definition } = workflowVersions;
    return this.database.orm
      .select({
        version,
        origin,
        instruction,
        restoredFrom,
        createdAt,
        name: sql<string>`${definition}->>'name'`,
      })
      .from(workflowVersions)
      .where(ofUser(id, userId))
      .orderBy(desc(version))
      .limit(MAX_VERSIONS);
  }

  /** What was asked for to come to a version, oldest first, the prompt not counted. */
  async instructions(id: string, userId: string): Promise<string[]> {
    const rows = await this.database.orm
      .select({ instruction: workflowVersions.instruction })
      .from(workflowVersions)
      .where(ofUser(id, userId))
      .orderBy(asc(workflowVersions.version))
      .limit(MAX_VERSIONS);
    return rows.flatMap(({ instruction }) => instruction ?? []);
  }

  private async written<Result>(write: (tx: Orm) => Promise<Result>): Promise<Result> {
    try {
      return await this.database.orm.transaction(write);
    } catch (error) {
      throw withoutParameters(error);
    }
  }
}

function ofUser(id: string, userId: string) {
  return and(eq(workflowVersions.workflowId, id), eq(workflowVersions.userId, userId));
}

function versionRow({ id, prompt: _, ...version }: StoredWorkflow): typeof workflowVersions.$inferInsert {
  return { workflowId: id, ...version };
}
