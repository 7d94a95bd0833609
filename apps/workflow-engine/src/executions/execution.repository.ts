import { Inject, Injectable } from '@nestjs/common';
import { and, asc, eq, gt, inArray, lt } from 'drizzle-orm';
import type { JsonObject, WorkflowDefinition } from '@aiwf/definition';
import { DATABASE, withoutParameters, type Database, type Orm } from '@aiwf/persistence';
import { executionNodes, executions, storable } from '../database';
import type { ExecutionSettings, RunInput } from '../workflows';

/** A run's row. */
export type ExecutionRow = typeof executions.$inferSelect;

/** A node's row. */
export type ExecutionNodeRow = typeof executionNodes.$inferSelect;

/** What a run is started with. */
export interface NewExecution {
  id: string;
  userId: string;
  workflowId: string;
  requestId: string | undefined;
  definition: WorkflowDefinition;
  inputs: JsonObject;
  settings: ExecutionSettings;
  /** The run it goes on from. */
  forkedFrom?: string;
  /** What it is expected to use. */
  estimate?: JsonObject;
  /** Of the stored workflow. */
  workflowVersion?: number;
  dryRun?: boolean;
}

/** What a run has behind it when it starts, made in the transaction that inserts it. */
export type Beginning = (tx: Orm) => Promise<RunInput['from']>;

/** What a stored run is started in Temporal with. */
export function runInputOf({ id, definition, inputs, settings, fromState }: ExecutionRow): RunInput {
  return { execution_id: id, definition, inputs, settings, ...(fromState ? { from: fromState } : {}) };
}

const NODES_PER_INSERT = 500;

/** Reads and makes the rows of runs; their changes come from the event log alone. */
@Injectable()
export class ExecutionRepository {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  /**
   * Inserts a run as `starting`, with a row for each node.
   *
   * @param beginning called with the rows in place, where they are new
   * @returns the row that now stands under the id, and whether it is this one
   */
  async insert(
    execution: NewExecution,
    beginning?: Beginning,
  ): Promise<{ row: ExecutionRow; inserted: boolean }> {
    try {
      return await this.insertWithNodes(execution, beginning);
    } catch (error) {
      throw withoutParameters(error);
    }
  }

  /** A user's own run; a dry run is nobody's. */
  async findOwned(id: string, userId: string): Promise<ExecutionRow | undefined> {
    const [row] = await this.database.orm
      .select()
      .from(executions)
      .where(and(eq(executions.id, id), eq(executions.userId, userId), eq(executions.dryRun, false)));
    return row;
  }

  /** A run whoever owns it, for the engine's own use. */
  async find(id: string): Promise<ExecutionRow | undefined> {
    const [row] = await this.database.orm.select().from(executions).where(eq(executions.id, id));
    return row;
  }

  /** A run's nodes in the order of the definition. */
  async nodes(id: string): Promise<ExecutionNodeRow[]> {
    return this.database.orm
      .select()
      .from(executionNodes)
      .where(eq(executionNodes.executionId, id))
      .orderBy(asc(executionNodes.position));
  }

  /** Runs without a closing event, by id, a page at a time; dry runs are removed, whatever they come to. */
  async openAfter(id: string, limit: number): Promise<ExecutionRow[]> {
    return this.database.orm
      .select()
      .from(executions)
      .where(
        and(
          inArray(executions.status, ['starting', 'running']),
          gt(executions.id, id),
          eq(executions.dryRun, false),
        ),
      )
      .orderBy(asc(executions.id))
      .limit(limit);
  }

  /** Shows, or clears, what keeps an open run from going on. */
  async setObstacle(id: string, message: string | null): Promise<void> {
    await this.database.orm
      .update(executions)
      .set({ errorMessage: message })
      .where(and(eq(executions.id, id), inArray(executions.status, ['starting', 'running'])));
  }

  /** Ids of runs that ended before a time, the oldest first. */
  async endedBefore(time: Date, limit: number): Promise<string[]> {
    const rows = await this.database.orm
      .select({ id: executions.id })
      .from(executions)
      .where(lt(executions.completedAt, time))
      .orderBy(asc(executions.completedAt))
      .limit(limit);
    return rows.map(({ id }) => id);
  }

  /** Removes a run with everything that hangs on it. */
  async remove(id: string): Promise<void> {
    await this.database.orm.delete(executions).where(eq(executions.id, id));
  }

  private insertWithNodes(
    execution: NewExecution,
    beginning: Beginning | undefined,
  ): Promise<{ row: ExecutionRow; inserted: boolean }> {
    return this.database.orm.transaction(async (tx) => {
      const [row] = await tx
        .insert(executions)
        .values({
          ...execution,
          estimate: execution.estimate && storable(execution.estimate),
          status: 'starting',
          startedAt: new Date(),
        })
        .onConflictDoNothing()
        .returning();
      if (!row) {
        const [standing] = await tx.select().from(executions).where(eq(executions.id, execution.id));
        if (!standing) throw new Error(`The execution ${execution.id} is neither new nor stored`);
        return { row: standing, inserted: false };
      }
      const nodes = execution.definition.nodes.map((node, position) => ({
        executionId: execution.id,
        nodeId: node.id,
        position,
        type: node.type,
        name: storable(node.name ?? node.id),
        status: 'pending' as const,
      }));
      for (let from = 0; from < nodes.length; from += NODES_PER_INSERT) {
        await tx.insert(executionNodes).values(nodes.slice(from, from + NODES_PER_INSERT));
      }
      const fromState = (await beginning?.(tx)) ?? null;
      if (fromState === null) return { row, inserted: true };
      await tx.update(executions).set({ fromState }).where(eq(executions.id, row.id));
      return { row: { ...row, fromState }, inserted: true };
    });
  }
}
