import { Inject, Injectable } from '@nestjs/common';
import { and, asc, eq, isNotNull, lt, sql } from 'drizzle-orm';
import type { JsonObject } from '@aiwf/definition';
import { DATABASE, type Database } from '@aiwf/persistence';
import { executionEvents, executions, modelCalls, requests, toolCalls } from '../../database';
import type { ConversationOpening } from '../../workflows';

/** Events of a dry run that are read, and lines of each list that comes of it. */
const MAX_EVENTS = 5_000;
const MAX_LINES = 200;

/** Dry runs that are removed in one go. */
const MAX_LEFT_BEHIND = 100;

/** What happened to a node. */
export interface NodeEvent {
  type: string;
  nodeId: string;
  /** Null: of the graph itself. */
  path: string | null;
  data: JsonObject;
}

/** What a dry run left, as far as it is shown. */
export interface DryRunRecord {
  events: NodeEvent[];
  requests: { nodeId: string; path: string; sent: JsonObject }[];
  conversations: { nodeId: string; path: string; model: string; opening: ConversationOpening }[];
  asked: { requestId: string; nodeId: string; kind: string; message: string }[];
}

/** Reads what dry runs did, and finds those that nobody removed. */
@Injectable()
export class DryRunRepository {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  async record(executionId: string): Promise<DryRunRecord> {
    return {
      events: await this.events(executionId),
      requests: await this.requests(executionId),
      conversations: await this.conversations(executionId),
      asked: await this.asked(executionId),
    };
  }

  /** Where nodes stand that began, in their order. */
  async startedPaths(executionId: string): Promise<string[]> {
    const { path, nodeId, type } = executionEvents;
    const rows = await this.database.orm
      .select({ path: sql<string>`coalesce(${path}, 'nodes/' || ${nodeId})` })
      .from(executionEvents)
      .where(and(eq(executionEvents.executionId, executionId), eq(type, 'node.started')))
      .orderBy(asc(executionEvents.seq))
      .limit(MAX_EVENTS);
    return rows.map((row) => row.path);
  }

  /** Ids of dry runs that began before a time. */
  async leftBehind(time: Date): Promise<string[]> {
    const rows = await this.database.orm
      .select({ id: executions.id })
      .from(executions)
      .where(and(eq(executions.dryRun, true), lt(executions.startedAt, time)))
      .limit(MAX_LEFT_BEHIND);
    return rows.map(({ id }) => id);
  }

  private async events(executionId: string): Promise<NodeEvent[]> {
    const { type, nodeId, path, data, seq } = executionEvents;
    const rows = await this.database.orm
      .select({ type, nodeId, path, data })
      .from(executionEvents)
      .where(and(eq(executionEvents.executionId, executionId), isNotNull(nodeId)))
      .orderBy(asc(seq))
      .limit(MAX_EVENTS);
    return rows.map((row) => ({ ...row, nodeId: row.nodeId ?? '' }));
  }

  private async requests(executionId: string): Promise<DryRunRecord['requests']> {
    const rows = await this.database.orm
      .select({ nodeId: toolCalls.nodeId, path: toolCalls.path, sent: toolCalls.arguments })
      .from(toolCalls)
      .where(
        and(
          eq(toolCalls.executionId, executionId),
          eq(toolCalls.name, 'http_request'),
          // One that is refused is begun and has no result.
          isNotNull(toolCalls.result),
        ),
      )
      .orderBy(asc(toolCalls.startedAt), asc(toolCalls.path))
      .limit(MAX_LINES + 1);
    return rows.map((row) => ({ ...row, sent: row.sent as JsonObject }));
  }

  private async conversations(executionId: string): Promise<DryRunRecord['conversations']> {
    const { nodeId, path, model, opening, turn, createdAt } = modelCalls;
    const rows = await this.database.orm
      .select({ nodeId, path, model, opening })
      .from(modelCalls)
      .where(and(eq(modelCalls.executionId, executionId), eq(turn, 0)))
      .orderBy(asc(createdAt), asc(path))
      .limit(MAX_LINES + 1);
    return rows.map((row) => ({ ...row, opening: row.opening as unknown as ConversationOpening }));
  }

  private asked(executionId: string): Promise<DryRunRecord['asked']> {
    const { requestId, nodeId, kind, message, openedAt } = requests;
    return this.database.orm
      .select({ requestId, nodeId, kind, message })
      .from(requests)
      .where(eq(requests.executionId, executionId))
      .orderBy(asc(openedAt), asc(requestId))
      .limit(MAX_EVENTS);
  }
}
