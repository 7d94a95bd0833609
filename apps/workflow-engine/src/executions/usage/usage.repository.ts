import { Inject, Injectable } from '@nestjs/common';
import { asc, eq, sql } from 'drizzle-orm';
import type { PgColumn } from 'drizzle-orm/pg-core';
import type { UsageFigures } from '@aiwf/contracts';
import { DATABASE, type Database } from '@aiwf/persistence';
import { modelCalls, toolCalls } from '../../database';

/** A model call's row, as far as it tells what was used. */
export type UsedCall = Pick<
  typeof modelCalls.$inferSelect,
  'path' | 'turn' | 'model' | 'inputTokens' | 'outputTokens' | 'costUsd' | 'durationMs' | 'reused'
>;

/** What a part of a run used. */
export type Figures = Pick<UsageFigures, keyof UsageFigures>;

const NOTHING: Figures = {
  llm_calls: 0,
  tool_calls: 0,
  input_tokens: 0,
  output_tokens: 0,
  cost_usd: 0,
  reused_calls: 0,
};

/** Sums up the ledger. */
@Injectable()
export class UsageRepository {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  /** By the node of the run's own graph that it was used in. */
  byNode(executionId: string): Promise<Map<string, Figures>> {
    return this.grouped(executionId, (path) => sql<string>`split_part(${path}, '/', 2)`);
  }

  /** By conversation, in the order of their paths. */
  byPath(executionId: string): Promise<Map<string, Figures>> {
    return this.grouped(executionId, (path) => sql<string>`${path}`);
  }

  /** Oldest first. */
  calls(executionId: string, limit: number): Promise<UsedCall[]> {
    const { path, turn, model, inputTokens, outputTokens, costUsd, durationMs, reused } = modelCalls;
    return this.database.orm
      .select({ path, turn, model, inputTokens, outputTokens, costUsd, durationMs, reused })
      .from(modelCalls)
      .where(eq(modelCalls.executionId, executionId))
      .orderBy(asc(modelCalls.createdAt), asc(path), asc(turn))
      .limit(limit);
  }

  private async grouped(
    executionId: string,
    keyOf: (path: PgColumn) => ReturnType<typeof sql<string>>,
  ): Promise<Map<string, Figures>> {
    const { orm } = this.database;
    const modelKey = keyOf(modelCalls.path);
    const models = await orm
      .select({
        key: modelKey,
        calls: count(sql`NOT ${modelCalls.reused}`),
        reused: count(sql`${modelCalls.reused}`),
        input: paid(modelCalls.inputTokens),
        output: paid(modelCalls.outputTokens),
        cost: paid(modelCalls.costUsd),
      })
      .from(modelCalls)
      .where(eq(modelCalls.executionId, executionId))
      .groupBy(modelKey);
    const toolKey = keyOf(toolCalls.path);
    const tools = await orm
      .select({
        key: toolKey,
        calls: count(sql`NOT ${toolCalls.reused} AND ${toolCalls.result} IS NOT NULL`),
        reused: count(sql`${toolCalls.reused}`),
      })
      .from(toolCalls)
      .where(eq(toolCalls.executionId, executionId))
      .groupBy(toolKey);
    const figures = new Map<string, Figures>();
    for (const { key, calls, reused, input, output, cost } of models) {
      figures.set(key, {
        llm_calls: calls,
        tool_calls: 0,
        input_tokens: input,
        output_tokens: output,
        cost_usd: cost,
        reused_calls: reused,
      });
    }
    for (const { key, calls, reused } of tools) {
      const before = figures.get(key) ?? NOTHING;
      figures.set(key, { ...before, tool_calls: calls, reused_calls: before.reused_calls + reused });
    }
    return new Map([...figures].toSorted(([a], [b]) => (a < b ? -1 : 1)));
  }
}

function count(condition: ReturnType<typeof sql>) {
  return sql<number>`count(*) FILTER (WHERE ${condition})`.mapWith(Number);
}

function paid(column: PgColumn) {
  return sql<number>`coalesce(sum(${column}) FILTER (WHERE NOT ${modelCalls.reused}), 0)`.mapWith(Number);
}
