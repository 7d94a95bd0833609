import { Inject, Injectable } from '@nestjs/common';
import { and, asc, eq, lte, sql } from 'drizzle-orm';
import type { JsonObject } from '@aiwf/definition';
import { DATABASE, type Database, type Orm } from '@aiwf/persistence';
import type { CallKey, ConversationOpening } from '../workflows';
import { driverValue, executions, modelCalls, storable } from '../database';
import { callRecord, isTerminal } from '../events';
import { ancestorsOf } from './forks.repository';
import type { ModelCallFigures, RecordedModelCall, StoredReply } from './recorded-call';

/** A recorded call of another execution. */
export type InheritableCall = typeof modelCalls.$inferSelect;

/** What the ledger has of a conversation, and of its run. */
export interface RecordedTurns {
  calls: RecordedModelCall[];
  isOpen: boolean;
  /** The execution its run goes on from. */
  forkedFrom: string | null;
}

const RECORDED = {
  turn: modelCalls.turn,
  digest: modelCalls.digest,
  opening: modelCalls.opening,
  feedback: modelCalls.feedback,
  reply: modelCalls.reply,
};

const TAKEN_OVER = {
  llmCalls: 0,
  inputTokens: 0,
  outputTokens: 0,
  costUsd: 0,
  unpricedCalls: 0,
  reusedCalls: 1,
};
const COUNTED = Object.keys(TAKEN_OVER) as (keyof typeof TAKEN_OVER)[];

/** What a transaction that records a call does beside it, such as settling its budget. */
type Also = (tx: Orm) => Promise<void>;

/**
 * The ledger of model calls. A row is written in the same transaction as the usage and the event it causes; when two
 * workers made the same call, the first row wins and the second is told so.
 */
@Injectable()
export class ModelCallsRepository {
  private readonly turns;
  private readonly reply;
  private readonly recordCall;

  constructor(@Inject(DATABASE) private readonly database: Database) {
    this.turns = turnsOf(database.orm);
    this.reply = replyOf(database.orm);
    this.recordCall = recordOf(database.orm);
  }

  /**
   * The turns of a conversation recorded so far, oldest first, up to one of them, and whether its run is open. A run that is
   * gone is not.
   */
  async upTo({ lineage, path, turn }: CallKey): Promise<RecordedTurns> {
    const rows = await this.turns.execute({ lineage, path, turn });
    const [run] = rows;
    return {
      isOpen: run !== undefined && !isTerminal(run.status),
      forkedFrom: run?.forkedFrom ?? null,
      calls: rows.flatMap(({ call }) =>
        call === null ? [] : [{ ...call, opening: call.opening as ConversationOpening | null }],
      ),
    };
  }

  /** Whether a run has not written its closing event: only then may anything be paid for it. */
  async isOpen(executionId: string): Promise<boolean> {
    const [row] = await this.database.orm
      .select({ status: executions.status })
      .from(executions)
      .where(eq(executions.id, executionId));
    return row !== undefined && !isTerminal(row.status);
  }

  /** The reply recorded for one turn. */
  async replyAt(key: CallKey): Promise<StoredReply | undefined> {
    const [row] = await this.reply.execute({ ...key });
    return row?.reply;
  }

  /**
   * A call that an execution this one goes on from recorded: the same path and turn with the same request.
   *
   * @param forkedFrom the nearest of them, see {@link upTo}
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
    also?: Also,
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
    const told = {
      type: 'llm.call' as const,
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
    };
    const paid = {
      llmCalls: 1,
      inputTokens,
      outputTokens,
      costUsd: costUsd ?? 0,
      unpricedCalls: costUsd === null ? 1 : 0,
      reusedCalls: 0,
    };
    const counts = reused ? TAKEN_OVER : paid;
    const row = {
      ...key,
      nodeId,
      digest: call.digest,
      opening: driverValue(
        modelCalls.opening,
        call.opening && storable(call.opening as unknown as JsonObject),
      ),
      feedback: driverValue(modelCalls.feedback, call.feedback === null ? null : storable(call.feedback)),
      reply: storable(call.reply),
      model,
      inputTokens,
      outputTokens,
      costUsd,
      durationMs,
      reused,
    };
    const write = async (orm: Orm): Promise<StoredReply> => {
      const record = also ? recordOf(orm) : this.recordCall;
      if (!(await record(key.lineage, told, counts, row))) {
        const [standing] = await replyOf(orm).execute({ ...key });
        return standing?.reply ?? call.reply;
      }
      await also?.(orm);
      return call.reply;
    };
    const { orm } = this.database;
    return also ? orm.transaction(write) : write(orm);
  }
}

/** Records a call; its text is made once, as that of {@link turnsOf}. What may be null is given as {@link driverValue}. */
function recordOf(orm: Orm) {
  const row = orm
    .insert(modelCalls)
    .values({
      lineage: sql.placeholder('lineage'),
      path: sql.placeholder('path'),
      turn: sql.placeholder('turn'),
      executionId: sql.placeholder('lineage'),
      nodeId: sql.placeholder('nodeId'),
      digest: sql.placeholder('digest'),
      opening: sql`${sql.placeholder('opening')}`,
      feedback: sql`${sql.placeholder('feedback')}`,
      reply: sql.placeholder('reply'),
      model: sql.placeholder('model'),
      inputTokens: sql.placeholder('inputTokens'),
      outputTokens: sql.placeholder('outputTokens'),
      costUsd: sql.placeholder('costUsd'),
      durationMs: sql.placeholder('durationMs'),
      reused: sql.placeholder('reused'),
    })
    .onConflictDoNothing()
    .returning({ turn: modelCalls.turn });
  return callRecord(orm, row, COUNTED);
}

/** Its text is made once, since every call looks here first; it has no name on a server, see ADR 25. */
function turnsOf(orm: Orm) {
  const { lineage, path, turn } = modelCalls;
  return orm
    .select({ status: executions.status, forkedFrom: executions.forkedFrom, call: RECORDED })
    .from(executions)
    .leftJoin(
      modelCalls,
      and(eq(lineage, executions.id), eq(path, sql.placeholder('path')), lte(turn, sql.placeholder('turn'))),
    )
    .where(eq(executions.id, sql.placeholder('lineage')))
    .orderBy(asc(turn))
    .prepare('');
}

function replyOf(orm: Orm) {
  const { lineage, path, turn, reply } = modelCalls;
  return orm
    .select({ reply })
    .from(modelCalls)
    .where(
      and(
        eq(lineage, sql.placeholder('lineage')),
        eq(path, sql.placeholder('path')),
        eq(turn, sql.placeholder('turn')),
      ),
    )
    .prepare('');
}
