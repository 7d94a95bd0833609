import { DATABASE, type Database, withoutParameters } from '@aiwf/persistence';
import { Inject, Injectable } from '@nestjs/common';
import { and, asc, desc, eq, getTableColumns, type Param, sql } from 'drizzle-orm';
import { workflows, workflowVersions } from '../database';
import type { PagePosition } from './page-cursor';
import type { StoredWorkflow, VersionLine, WorkflowLine } from './stored-workflow';

/** Versions that one list shows. */
const MAX_VERSIONS = 1_000;

/** The tables of workflows and their versions. Every query names the owner. */
@Injectable()
export class WorkflowsRepository {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  /**
   * Stores a new workflow; where one stands under its id already, that one stays. One statement, since each one that a
   * transaction takes keeps the person waiting who asked for the workflow.
   */
  async insert(workflow: StoredWorkflow): Promise<void> {
    const { id, userId, prompt, planner, version, definition, createdAt } = workflow;
    const head = { id, userId, prompt, planner, version, name: definition.name, createdAt };
    const { orm } = this.database;
    const inserted = orm
      .$with('inserted')
      .as(orm.insert(workflows).values(head).onConflictDoNothing().returning({ id: workflows.id }));
    const row = sql.join(versionValues(workflow), sql`, `);
    await written(
      orm
        .with(inserted)
        .insert(workflowVersions)
        .select(sql`select ${row} from ${inserted}`),
    );
  }

  /**
   * Stores the version that follows another one.
   *
   * @returns false when that one is not the latest any more; nothing is stored then
   */
  append(workflow: StoredWorkflow): Promise<boolean> {
    const { id, userId, planner, version, definition } = workflow;
    const stored = this.database.orm.transaction(async (tx) => {
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
    return written(stored);
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
}

async function written<Result>(writing: PromiseLike<Result>): Promise<Result> {
  try {
    return await writing;
  } catch (error) {
    throw withoutParameters(error);
  }
}

function ofUser(id: string, userId: string) {
  return and(eq(workflowVersions.workflowId, id), eq(workflowVersions.userId, userId));
}

function versionRow({ id, prompt: _, ...version }: StoredWorkflow): typeof workflowVersions.$inferInsert {
  return { workflowId: id, ...version };
}

/** A version's row as a query selects it, in the order of the table's columns. */
function versionValues(workflow: StoredWorkflow): Param[] {
  const row: Record<string, unknown> = versionRow(workflow);
  return Object.entries(getTableColumns(workflowVersions)).map(([name, column]) =>
    sql.param(row[name] ?? null, column),
  );
}
