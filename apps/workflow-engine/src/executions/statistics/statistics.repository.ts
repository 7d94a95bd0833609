import { Inject, Injectable } from '@nestjs/common';
import { and, desc, eq, isNull, sql, type SQL } from 'drizzle-orm';
import type { ModelStatistics, NodeStatistics, ReachedNode, RepeatStatistics, Spread } from '@aiwf/contracts';
import { DATABASE, type Database } from '@aiwf/persistence';
import { executionEvents, executionNodes, executions, modelCalls, toolCalls } from '../../database';

/** Runs that are read, the newest. */
const MAX_RUNS = 50;

/** Runs whose logs are read for how often maps and loops went round, and how long such a log may be. */
const MAX_LOGS = 20;
const MAX_EVENTS = 20_000;

/** Calls that are read of models. */
const MAX_CALLS = 2_000;

/** Lines of each list. */
const MAX_LINES = 500;

/** From a path of the ledger to the node it belongs to: what follows is a task, a judge, a delegation. */
const NODE_OF = '^nodes/[^/]+(?:(?:/items/\\d+|/rounds/\\d+|/workflow)/nodes/[^/]+)*';

/** Items and rounds of a path. */
const NUMBERS = '/(items|rounds)/\\d+';

/** The map or loop that a node of a log stands in, and which item or round. */
const FRAME_OF = '^(.*/(?:items|rounds))/\\d+/nodes/[^/]+$';
const ROUND_OF = '/(?:items|rounds)/(\\d+)/nodes/[^/]+$';

/** What completed runs of a user took, out of the ledger. Forks, dry runs and replies that were taken over don't count. */
@Injectable()
export class StatisticsRepository {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  /** Ids of the user's newest completed runs. @param workflowId of one workflow alone */
  async runs(userId: string, workflowId?: string): Promise<string[]> {
    const { id, startedAt, status, forkedFrom, dryRun } = executions;
    const rows = await this.database.orm
      .select({ id })
      .from(executions)
      .where(
        and(
          eq(executions.userId, userId),
          workflowId === undefined ? undefined : eq(executions.workflowId, workflowId),
          eq(status, 'completed'),
          isNull(forkedFrom),
          eq(dryRun, false),
        ),
      )
      .orderBy(desc(startedAt))
      .limit(MAX_RUNS);
    return rows.map((row) => row.id);
  }

  /** By model, the one with the most calls first. */
  models(runs: readonly string[]): Promise<ModelStatistics[]> {
    return this.rows<ModelStatistics>(
      runs,
      sql`
        WITH calls AS (
          SELECT ${modelCalls.model} AS model, ${modelCalls.inputTokens} AS input, ${modelCalls.outputTokens} AS output,
                 ${modelCalls.durationMs} AS duration
          FROM ${modelCalls} WHERE ${modelCalls.executionId} IN ${runs} AND NOT ${modelCalls.reused}
          ORDER BY ${modelCalls.createdAt} DESC LIMIT ${MAX_CALLS})
        SELECT model, count(*)::int AS calls, ${spread('input')} AS input_tokens,
               ${spread('output')} AS output_tokens, ${spread('duration')} AS duration_ms
        FROM calls GROUP BY model ORDER BY calls DESC, model LIMIT ${MAX_LINES}`,
    );
  }

  /** By node, in the order of their paths. */
  nodes(runs: readonly string[]): Promise<NodeStatistics[]> {
    return this.rows<NodeStatistics>(
      runs,
      sql`
        WITH calls AS (
          SELECT ${modelCalls.executionId} AS run, substring(${modelCalls.path} FROM ${NODE_OF}) AS at, 1 AS llm,
                 ${modelCalls.inputTokens} AS input, ${modelCalls.outputTokens} AS output,
                 ${modelCalls.durationMs} AS duration
          FROM ${modelCalls} WHERE ${modelCalls.executionId} IN ${runs} AND NOT ${modelCalls.reused}
          UNION ALL
          SELECT ${toolCalls.executionId}, substring(${toolCalls.path} FROM ${NODE_OF}), 0, 0, 0,
                 coalesce(${toolCalls.durationMs}, 0)
          FROM ${toolCalls} WHERE ${toolCalls.executionId} IN ${runs} AND NOT ${toolCalls.reused}),
        times AS (
          SELECT regexp_replace(at, ${NUMBERS}, '/\\1/*', 'g') AS path, sum(llm) AS llm, sum(input) AS input,
                 sum(output) AS output, sum(duration) AS duration
          FROM calls GROUP BY run, at)
        SELECT path, count(*)::int AS times, ${spread('llm')} AS llm_calls, ${spread('input')} AS input_tokens,
               ${spread('output')} AS output_tokens, ${spread('duration')} AS duration_ms
        FROM times WHERE path IS NOT NULL GROUP BY path ORDER BY path LIMIT ${MAX_LINES}`,
    );
  }

  /** By map and loop. */
  repeats(runs: readonly string[]): Promise<RepeatStatistics[]> {
    const { path, executionId, type, seq } = executionEvents;
    const read = runs.slice(0, MAX_LOGS);
    return this.rows<RepeatStatistics>(
      read,
      sql`
        WITH frames AS (
          SELECT ${executionId} AS run, substring(${path} FROM ${FRAME_OF}) AS at,
                 count(DISTINCT substring(${path} FROM ${ROUND_OF})) AS rounds
          FROM ${executionEvents}
          WHERE ${executionId} IN ${read} AND ${type} = 'node.started' AND ${path} IS NOT NULL
            AND ${seq} <= ${MAX_EVENTS}
          GROUP BY 1, 2)
        SELECT regexp_replace(at, ${NUMBERS}, '/\\1/*', 'g') AS path, ${spread('rounds')} AS count
        FROM frames WHERE at IS NOT NULL GROUP BY 1 ORDER BY 1 LIMIT ${MAX_LINES}`,
    );
  }

  /** In how many runs each node of the graph itself ran. */
  reached(runs: readonly string[]): Promise<ReachedNode[]> {
    const { executionId, nodeId, status } = executionNodes;
    return this.rows<ReachedNode>(
      runs,
      sql`
        SELECT ${nodeId} AS node_id, count(*)::int AS runs FROM ${executionNodes}
        WHERE ${executionId} IN ${runs} AND ${status} IN ('completed', 'failed')
        GROUP BY ${nodeId} ORDER BY ${nodeId} LIMIT ${MAX_LINES}`,
    );
  }

  private async rows<Row extends object>(runs: readonly string[], query: SQL): Promise<Row[]> {
    if (runs.length === 0) return [];
    const { rows } = (await this.database.orm.execute(query)) as unknown as { rows: Row[] };
    return rows;
  }
}

/** A spread of a column, as the JSON that `Spread` is. */
function spread(column: string): SQL<Spread> {
  const at = (fraction: number) =>
    sql`percentile_cont(${sql.raw(String(fraction))}) WITHIN GROUP (ORDER BY ${sql.raw(column)})`;
  return sql`json_build_object('p10', ${at(0.1)}, 'p50', ${at(0.5)}, 'p90', ${at(0.9)})`;
}
