import { Inject, Injectable } from '@nestjs/common';
import { and, asc, eq, isNull, lt, sql } from 'drizzle-orm';
import type { Json, JsonObject } from '@aiwf/definition';
import { DATABASE, type Database, type Orm } from '@aiwf/persistence';
import type { CallKey, ConversationOpening } from '../workflows';
import { executions, modelCalls, storable, toolCalls } from '../database';
import { EventLogRepository } from '../events';

/** A model's message as LangChain stores it: `{ type, data }`. */
export type StoredReply = JsonObject;

/** One turn of a conversation, paid for. */
export interface RecordedModelCall {
  turn: number;
  digest: string;
  opening: ConversationOpening | null;
  reply: StoredReply;
}

/** One tool call; without a result it was begun and its end is not known. */
export interface RecordedToolCall {
  turn: number;
  position: number;
  callId: string;
  name: string;
  arguments: Json;
  result: { ok: boolean; content: string } | null;
}

/** What a model call cost and took. */
export interface ModelCallFigures {
  model: string;
  inputTokens: number;
  outputTokens: number;
  durationMs: number;
}

/**
 * The ledger of model and tool calls. A row is written in the same transaction as the usage and the event it causes;
 * when two workers made the same call, the first row wins and the second is told so.
 */
@Injectable()
export class LedgerRepository {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    private readonly events: EventLogRepository,
  ) {}

  /** The turns of a conversation recorded so far, oldest first. */
  async modelCalls(lineage: string, path: string): Promise<RecordedModelCall[]> {
    const rows = await this.database.orm
      .select()
      .from(modelCalls)
      .where(and(eq(modelCalls.lineage, lineage), eq(modelCalls.path, path)))
      .orderBy(asc(modelCalls.turn));
    return rows.map((row) => ({
      turn: row.turn,
      digest: row.digest,
      opening: row.opening as ConversationOpening | null,
      reply: row.reply,
    }));
  }

  /** The reply recorded for one turn. */
  replyAt(key: CallKey): Promise<StoredReply | undefined> {
    return replyWithin(this.database.orm, key);
  }

  /** The tool calls of a conversation before a turn, in their order. */
  async toolCallsBefore({ lineage, path, turn }: CallKey): Promise<RecordedToolCall[]> {
    const rows = await this.database.orm
      .select()
      .from(toolCalls)
      .where(and(eq(toolCalls.lineage, lineage), eq(toolCalls.path, path), lt(toolCalls.turn, turn)))
      .orderBy(asc(toolCalls.turn), asc(toolCalls.position));
    return rows.map(toRecordedToolCall);
  }

  /**
   * Records a reply with its usage, and its event in the run's log.
   *
   * @returns the reply that stands in the ledger: this one, or an earlier worker's
   */
  async recordModelCall(
    key: CallKey,
    nodeId: string,
    call: Omit<RecordedModelCall, 'turn'>,
    figures: ModelCallFigures,
  ): Promise<StoredReply> {
    return this.database.orm.transaction(async (tx) => {
      const inserted = await tx
        .insert(modelCalls)
        .values({
          ...key,
          executionId: key.lineage,
          digest: call.digest,
          opening: call.opening === null ? null : storable({ ...call.opening }),
          reply: storable(call.reply),
          ...figures,
        })
        .onConflictDoNothing()
        .returning({ turn: modelCalls.turn });
      if (inserted.length === 0) {
        return (await replyWithin(tx, key)) ?? call.reply;
      }
      await tx
        .update(executions)
        .set({
          llmCalls: sql`${executions.llmCalls} + 1`,
          inputTokens: sql`${executions.inputTokens} + ${figures.inputTokens}`,
          outputTokens: sql`${executions.outputTokens} + ${figures.outputTokens}`,
        })
        .where(eq(executions.id, key.lineage));
      await this.events.appendWithin(tx, key.lineage, [
        {
          type: 'llm.call',
          node_id: nodeId,
          at: new Date().toISOString(),
          writer: `llm:${key.path}`,
          writerSeq: key.turn,
          data: {
            path: key.path,
            turn: key.turn,
            model: figures.model,
            input_tokens: figures.inputTokens,
            output_tokens: figures.outputTokens,
            duration_ms: figures.durationMs,
          },
        },
      ]);
      return call.reply;
    });
  }

  /** Writes the intent of a tool call, or returns the call as it already stands. */
  async beginToolCall(
    key: CallKey,
    call: Omit<RecordedToolCall, 'turn' | 'result'>,
  ): Promise<RecordedToolCall> {
    const { orm } = this.database;
    await orm
      .insert(toolCalls)
      .values({
        ...key,
        executionId: key.lineage,
        ...call,
        arguments: storable(call.arguments),
      })
      .onConflictDoNothing();
    const [row] = await orm.select().from(toolCalls).where(toolCallAt(key, call.position));
    if (!row)
      throw new Error(`The tool call ${key.path}#${key.turn}.${call.position} vanished from the ledger`);
    return toRecordedToolCall(row);
  }

  /** Records a tool's result, with its event in the run's log; a result that stands already is kept. */
  async recordToolResult(
    key: CallKey,
    nodeId: string,
    call: RecordedToolCall,
    result: { ok: boolean; content: string },
  ): Promise<void> {
    await this.database.orm.transaction(async (tx) => {
      const updated = await tx
        .update(toolCalls)
        .set({ result: storable(result), completedAt: new Date() })
        .where(and(toolCallAt(key, call.position), isNull(toolCalls.result)))
        .returning({ position: toolCalls.position });
      if (updated.length === 0) return;
      await tx
        .update(executions)
        .set({ toolCalls: sql`${executions.toolCalls} + 1` })
        .where(eq(executions.id, key.lineage));
      await this.events.appendWithin(tx, key.lineage, [
        {
          type: 'tool.call',
          node_id: nodeId,
          at: new Date().toISOString(),
          writer: `tool:${key.path}:${key.turn}`,
          writerSeq: call.position,
          data: { path: key.path, turn: key.turn, name: call.name, ok: result.ok },
        },
      ]);
    });
  }
}

async function replyWithin(orm: Orm, { lineage, path, turn }: CallKey): Promise<StoredReply | undefined> {
  const [row] = await orm
    .select({ reply: modelCalls.reply })
    .from(modelCalls)
    .where(and(eq(modelCalls.lineage, lineage), eq(modelCalls.path, path), eq(modelCalls.turn, turn)));
  return row?.reply;
}

function toolCallAt({ lineage, path, turn }: CallKey, position: number) {
  return and(
    eq(toolCalls.lineage, lineage),
    eq(toolCalls.path, path),
    eq(toolCalls.turn, turn),
    eq(toolCalls.position, position),
  );
}

function toRecordedToolCall(row: typeof toolCalls.$inferSelect): RecordedToolCall {
  return {
    turn: row.turn,
    position: row.position,
    callId: row.callId,
    name: row.name,
    arguments: row.arguments,
    result: row.result as RecordedToolCall['result'],
  };
}
