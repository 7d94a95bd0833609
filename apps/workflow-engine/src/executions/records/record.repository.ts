import { Inject, Injectable } from '@nestjs/common';
import { and, asc, eq, gt, or } from 'drizzle-orm';
import { DATABASE, type Database, type Orm } from '@aiwf/persistence';
import { executions, modelCalls, toolCalls, toolSnapshots } from '../../database';

export type ModelCallRow = typeof modelCalls.$inferSelect;
export type ToolCallRow = typeof toolCalls.$inferSelect;
export type ToolSnapshotRow = typeof toolSnapshots.$inferSelect;

/** Rows that are read at once. */
const PAGE = 200;

/** Reads, and writes, all that a run recorded about its calls. */
@Injectable()
export class RecordRepository {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  /** A run's model calls by path and turn, a page at a time. */
  async *modelCalls(executionId: string): AsyncGenerator<ModelCallRow> {
    const { path, turn } = modelCalls;
    let last: ModelCallRow | undefined;
    do {
      const after = last && or(gt(path, last.path), and(eq(path, last.path), gt(turn, last.turn)));
      const rows = await this.database.orm
        .select()
        .from(modelCalls)
        .where(and(eq(modelCalls.executionId, executionId), after))
        .orderBy(asc(path), asc(turn))
        .limit(PAGE);
      yield* rows;
      last = rows.length === PAGE ? rows.at(-1) : undefined;
    } while (last);
  }

  /** A run's calls of tools and HTTP by path, turn and position, a page at a time. */
  async *toolCalls(executionId: string): AsyncGenerator<ToolCallRow> {
    const { path, turn, position } = toolCalls;
    let last: ToolCallRow | undefined;
    do {
      const after =
        last &&
        or(
          gt(path, last.path),
          and(eq(path, last.path), gt(turn, last.turn)),
          and(eq(path, last.path), eq(turn, last.turn), gt(position, last.position)),
        );
      const rows = await this.database.orm
        .select()
        .from(toolCalls)
        .where(and(eq(toolCalls.executionId, executionId), after))
        .orderBy(asc(path), asc(turn), asc(position))
        .limit(PAGE);
      yield* rows;
      last = rows.length === PAGE ? rows.at(-1) : undefined;
    } while (last);
  }

  toolSnapshots(executionId: string): Promise<ToolSnapshotRow[]> {
    return this.database.orm
      .select()
      .from(toolSnapshots)
      .where(eq(toolSnapshots.executionId, executionId))
      .orderBy(asc(toolSnapshots.name));
  }

  /** Writes a finished run with its calls, all or nothing. */
  async write(
    execution: typeof executions.$inferInsert,
    write: (tx: Orm) => Promise<{ models: ModelCallInsert[]; tools: ToolCallInsert[] }>,
  ): Promise<void> {
    await this.database.orm.transaction(async (tx) => {
      await tx.insert(executions).values(execution);
      const { models, tools } = await write(tx);
      for (let from = 0; from < models.length; from += PAGE) {
        await tx.insert(modelCalls).values(models.slice(from, from + PAGE));
      }
      for (let from = 0; from < tools.length; from += PAGE) {
        await tx.insert(toolCalls).values(tools.slice(from, from + PAGE));
      }
    });
  }

  async writeSnapshots(tx: Orm, rows: ToolSnapshotRow[]): Promise<void> {
    if (rows.length > 0) await tx.insert(toolSnapshots).values(rows);
  }
}

export type ModelCallInsert = typeof modelCalls.$inferInsert;
export type ToolCallInsert = typeof toolCalls.$inferInsert;
