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

/** Under this name the ledger keeps the calls of `http_request` nodes, which are no tool calls. */
const HTTP = 'http_request';

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
  async byNode(executionId: string): Promise<Map<string, Figures>> {
    const nodeOf = (path: PgColumn) => sql<string>`split_part(${path}, '/', 2)`;
    return summed(await this.ofModels(executionId, nodeOf), await this.ofTools(executionId, nodeOf));
  }

  /** By conversation, in the order of their paths. */
  async byConversation(executionId: string): Promise<Map<string, Figures>> {
    const ofModels = await this.ofModels(executionId, (path) => sql<string>`${path}`);
    const ofTools = await this.ofTools(executionId, (path) => sql<string>`${path}`);
    for (const path of ofTools.keys()) if (!ofModels.has(path)) ofTools.delete(path);
    return summed(ofModels, ofTools);
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

  private async ofModels(executionId: string, keyOf: KeyOf): Promise<Map<string, Figures>> {
    const key = keyOf(modelCalls.path);
    const rows = await this.database.orm
      .select({
        key,
        llm_calls: count(sql`NOT ${modelCalls.reused}`),
        reused_calls: count(sql`${modelCalls.reused}`),
        input_tokens: paid(modelCalls.inputTokens),
        output_tokens: paid(modelCalls.outputTokens),
        cost_usd: paid(modelCalls.costUsd),
      })
      .from(modelCalls)
      .where(eq(modelCalls.executionId, executionId))
      .groupBy(key);
    return new Map(rows.map(({ key: at, ...figures }) => [at, { ...NOTHING, ...figures }]));
  }

  private async ofTools(executionId: string, keyOf: KeyOf): Promise<Map<string, Figures>> {
    const { name, path, result, reused } = toolCalls;
    const key = keyOf(path);
    const rows = await this.database.orm
      .select({
        key,
        tool_calls: count(sql`NOT ${reused} AND ${result} IS NOT NULL AND ${name} <> ${HTTP}`),
        reused_calls: count(sql`${reused}`),
      })
      .from(toolCalls)
      .where(eq(toolCalls.executionId, executionId))
      .groupBy(key);
    return new Map(rows.map(({ key: at, ...figures }) => [at, { ...NOTHING, ...figures }]));
  }
}

type KeyOf = (path: PgColumn) => ReturnType<typeof sql<string>>;

/** Model calls and tool calls together, in the order of their keys. */
function summed(
  ofModels: ReadonlyMap<string, Figures>,
  ofTools: ReadonlyMap<string, Figures>,
): Map<string, Figures> {
  const keys = [...new Set([...ofModels.keys(), ...ofTools.keys()])].toSorted();
  return new Map(
    keys.map((key) => {
      const models = ofModels.get(key) ?? NOTHING;
      const { tool_calls, reused_calls } = ofTools.get(key) ?? NOTHING;
      return [key, { ...models, tool_calls, reused_calls: models.reused_calls + reused_calls }];
    }),
  );
}

function count(condition: ReturnType<typeof sql>) {
  return sql<number>`count(*) FILTER (WHERE ${condition})`.mapWith(Number);
}

function paid(column: PgColumn) {
  return sql<number>`coalesce(sum(${column}) FILTER (WHERE NOT ${modelCalls.reused}), 0)`.mapWith(Number);
}
