import { Inject, Injectable } from '@nestjs/common';
import { and, asc, eq, lte } from 'drizzle-orm';
import type { JsonObject } from '@aiwf/definition';
import { DATABASE, type Database, type Orm } from '@aiwf/persistence';
import type { CallKey, ConversationOpening } from '../workflows';
import { executions, modelCalls, storable } from '../database';
import { EventLogRepository, isTerminal } from '../events';
import { ancestorsOf } from './forks.repository';
import type { ModelCallFigures, RecordedModelCall, StoredReply } from './recorded-call';

/** A recorded call of another execution. */
export type InheritableCall = typeof modelCalls.$inferSelect;

/** What a transaction that records a call does beside it, such as settling its budget. */
type Also = (tx: Orm) => Promise<void>;

/**
 * The ledger of model calls. A row is written in the same transaction as the usage and the event it causes; when two
 * workers made the same call, the first row wins and the second is told so.
 */
@Injectable()
export class ModelCallsRepository {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    private readonly events: EventLogRepository,
  ) {}

  /** The turns of a conversation recorded so far, oldest first, up to one of them. */
  async upTo({ lineage, path, turn }: CallKey): Promise<RecordedModelCall[]> {
    const rows = await this.database.orm
      .select()
      .from(modelCalls)
      .where(and(eq(modelCalls.lineage, lineage), eq(modelCalls.path, path), lte(modelCalls.turn, turn)))
      .orderBy(asc(modelCalls.turn));
    return rows.map((row) => ({
      turn: row.turn,
      digest: row.digest,
      opening: row.opening as ConversationOpening | null,
      feedback: row.feedback,
      reply: row.reply,
    }));
  }

  /** Whether a run has not written its closing event: only then may anything be paid for it. */
  async isOpen(executionId: string): Promise<boolean> {
    return (await this.standing(executionId)).isOpen;
  }

  /** Whether a run is open, see {@link isOpen}, and the execution it goes on from. */
  async standing(executionId: string): Promise<{ isOpen: boolean; forkedFrom: string | null }> {
    const [row] = await this.database.orm
      .select({ status: executions.status, forkedFrom: executions.forkedFrom })
      .from(executions)
      .where(eq(executions.id, executionId));
    return { isOpen: row !== undefined && !isTerminal(row.status), forkedFrom: row?.forkedFrom ?? null };
  }

  /** The reply recorded for one turn. */
  replyAt(key: CallKey): Promise<StoredReply | undefined> {
    return replyWithin(this.database.orm, key);
  }

  /**
   * A call that an execution this one goes on from recorded: the same path and turn with the same request.
   *
   * @param forkedFrom the nearest of them, see {@link standing}
   */
  async inheritable(key: CallKey, digest: string, forkedFrom: string): Promise<InheritableCall | undefined> {
    const { orm } = this.database;
    for (const lineage of [forkedFrom, ...(await ancestorsOf(orm, forkedFrom))]) {
      const [row] = await orm
        .select()
        .from(modelCalls)
        .where(
          and(
            eq(modelCalls.lineage, lineage),
            eq(modelCalls.path, key.path),
            eq(modelCalls.turn, key.turn),
            eq(modelCalls.digest, digest),
          ),
        );
      if (row) return row;
    }
    return undefined;
  }

  /** Takes such a call over. @returns the reply that stands in the ledger */
  takeOver(key: CallKey, nodeId: string, row: InheritableCall, also?: Also): Promise<StoredReply> {
    const { opening, feedback, reply, digest, ...figures } = row;
    const call = { digest, opening: opening as ConversationOpening | null, feedback, reply };
    return this.insert(key, nodeId, call, figures, true, also);
  }

  /**
   * Records a reply with its usage, and its event in the run's log.
   *
   * @returns the reply that stands in the ledger: this one, or an earlier worker's
   */
  record(
    key: CallKey,
    nodeId: string,
    call: Omit<RecordedModelCall, 'turn'>,
    figures: ModelCallFigures,
    also: Also,
  ): Promise<StoredReply> {
    return this.insert(key, nodeId, call, figures, false, also);
  }

  private insert(
    key: CallKey,
    nodeId: string,
    call: Omit<RecordedModelCall, 'turn'>,
    { model, inputTokens, outputTokens, costUsd, durationMs }: ModelCallFigures,
    reused: boolean,
    also?: Also,
  ): Promise<StoredReply> {
    return this.database.orm.transaction(async (tx) => {
      const inserted = await tx
        .insert(modelCalls)
        .values({
          ...key,
          executionId: key.lineage,
          nodeId,
          digest: call.digest,
          opening: call.opening === null ? null : storable(call.opening as unknown as JsonObject),
          feedback: call.feedback === null ? null : storable(call.feedback),
          reply: storable(call.reply),
          model,
          inputTokens,
          outputTokens,
          costUsd,
          durationMs,
          reused,
        })
        .onConflictDoNothing()
        .returning({ turn: modelCalls.turn });
      if (inserted.length === 0) return (await replyWithin(tx, key)) ?? call.reply;
      await also?.(tx);
      await this.events.tellOfCall(
        tx,
        key.lineage,
        {
          type: 'llm.call',
          node_id: nodeId,
          at: new Date().toISOString(),
          writer: `llm:${key.path}`,
          writerSeq: key.turn,
          data: {
            path: key.path,
            turn: key.turn,
            model,
            input_tokens: inputTokens,
            output_tokens: outputTokens,
            cost_usd: costUsd,
            duration_ms: durationMs,
            ...(reused ? { reused } : {}),
          },
        },
        reused
          ? { reusedCalls: 1 }
          : {
              llmCalls: 1,
              inputTokens,
              outputTokens,
              costUsd: costUsd ?? 0,
              unpricedCalls: costUsd === null ? 1 : 0,
            },
      );
      return call.reply;
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
