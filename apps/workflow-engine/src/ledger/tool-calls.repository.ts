import { Inject, Injectable } from '@nestjs/common';
import { and, eq, isNotNull, isNull, lt, sql } from 'drizzle-orm';
import type { JsonObject } from '@aiwf/definition';
import { DATABASE, digestOf, type Database, type Orm } from '@aiwf/persistence';
import type { CallKey, ToolCallInput } from '../workflows';
import { BlobRepository } from '../blobs';
import { storable, toolCalls } from '../database';
import { ancestorsOf, isUndone } from './forks.repository';
import type { RecordedToolCall, ToolResult } from './recorded-call';
import { callsBefore, newIntent, resultRecord } from './tool-call-statements.repository';

type Row = typeof toolCalls.$inferSelect;

/** What is known of a call that is about to be made. */
export interface ToolCallIntent {
  /** Which of the turn's calls. */
  position: number;
  nodeId: string;
  call: Omit<RecordedToolCall, 'turn' | 'position' | 'result'>;
  /** It is not taken over from a run that this one goes on from. */
  mustBeMade: boolean;
  /** As in the call's input. */
  again: ToolCallInput['again'];
}

/** A call as it stands in the ledger once it is begun. */
export interface BegunToolCall extends RecordedToolCall {
  /**
   * Whether this time wrote the intent, or is the first since a person said that the call is to be made again; false: an
   * earlier attempt was, and may have carried the call out.
   */
  fresh: boolean;
}

/**
 * The ledger of tool calls and HTTP requests: the intent is written before a call, its result after it, with its event.
 */
@Injectable()
export class ToolCallsRepository {
  private readonly callsBefore;
  private readonly newIntent;
  private readonly resultRecord;

  constructor(
    @Inject(DATABASE) private readonly database: Database,
    private readonly blobs: BlobRepository,
  ) {
    this.callsBefore = callsBefore(database.orm);
    this.newIntent = newIntent(database.orm);
    this.resultRecord = resultRecord(database.orm);
  }

  /** The tool calls of a conversation before a turn, in their order. */
  async before({ lineage, path, turn }: CallKey): Promise<RecordedToolCall[]> {
    const rows = await this.callsBefore.execute({ lineage, path, turn });
    return rows.map(toRecorded);
  }

  /** Writes the intent of a call, or returns the call as it already stands, here or in a run this one goes on from. */
  async begin(
    key: CallKey,
    { position, nodeId, call, mustBeMade, again: said = 0 }: ToolCallIntent,
  ): Promise<BegunToolCall> {
    const again = Number(said);
    const given = storable(call.arguments);
    const encoded = toolCalls.arguments.mapToDriverValue(given);
    const values = { ...key, position, nodeId, ...call, arguments: encoded, again };
    const [begun] = await this.newIntent.execute({ ...values, mustBeMade });
    if (begun) return { turn: key.turn, position, ...call, arguments: given, result: null, fresh: true };
    // At once, since an intent without what it takes over would pass for a call that was begun.
    return this.database.orm.transaction(async (tx) => {
      const [fresh] = await tx
        .insert(toolCalls)
        .values({ ...values, executionId: key.lineage, arguments: sql`${encoded}::jsonb` })
        .onConflictDoNothing()
        .returning();
      if (fresh) {
        const taken = mustBeMade ? undefined : await this.takeOver(tx, key, fresh);
        return taken ? { ...taken, fresh: false } : { ...toRecorded(fresh), fresh: true };
      }
      // A word is for one time, and a run that continued as new says again what it was told before.
      const [allowed] = await tx
        .update(toolCalls)
        .set({ again })
        .where(and(callAt(key, position), isNull(toolCalls.result), lt(toolCalls.again, again)))
        .returning();
      if (allowed) return { ...toRecorded(allowed), fresh: true };
      const [row] = await tx.select().from(toolCalls).where(callAt(key, position));
      if (!row) throw new Error(`The tool call ${key.path}#${key.turn}.${position} vanished from the ledger`);
      return { ...toRecorded(row), fresh: false };
    });
  }

  /** Forgets the intent of a call that surely was not carried out. */
  async withdraw(key: CallKey, position: number): Promise<void> {
    await this.database.orm.delete(toolCalls).where(and(callAt(key, position), isNull(toolCalls.result)));
  }

  /**
   * Records a result, with its event in the run's log; a result that stands already is kept.
   *
   * @param told what the event says beside the path
   */
  async record(
    key: CallKey,
    position: number,
    result: ToolResult,
    event: { type: 'tool.call' | 'http.call'; nodeId: string; durationMs: number; told: JsonObject },
  ): Promise<void> {
    await this.tell(this.resultRecord, key, position, result, event, false);
  }

  /**
   * The result of the same call in an execution this one goes on from, made this one's own. What was undone there since is
   * to be done again.
   */
  private async takeOver(tx: Orm, key: CallKey, intent: Row): Promise<RecordedToolCall | undefined> {
    for (const lineage of await ancestorsOf(tx, key.lineage)) {
      const [row] = await tx
        .select()
        .from(toolCalls)
        .where(and(callAt({ ...key, lineage }, intent.position), isNotNull(toolCalls.result)));
      if (!row || !isSame(row, intent) || (await isUndone(tx, lineage, key.path))) continue;
      const result = row.result as unknown as ToolResult;
      if ('blob' in result.content) {
        await this.blobs.copy(lineage, key.lineage, [result.content.blob], tx);
      }
      const type = intent.name === 'http_request' ? 'http.call' : 'tool.call';
      const told = { name: intent.name, ok: result.ok };
      const event = { type, nodeId: intent.nodeId, durationMs: row.durationMs ?? 0, told } as const;
      await this.tell(resultRecord(tx), key, intent.position, result, event, true);
      return { ...toRecorded(intent), result };
    }
    return undefined;
  }

  private async tell(
    record: ReturnType<typeof resultRecord>,
    key: CallKey,
    position: number,
    result: ToolResult,
    { type, nodeId, durationMs, told }: Parameters<ToolCallsRepository['record']>[3],
    reused: boolean,
  ): Promise<void> {
    await record(
      key.lineage,
      {
        type,
        node_id: nodeId,
        at: new Date().toISOString(),
        writer: `tool:${key.path}:${key.turn}`,
        writerSeq: position,
        data: {
          path: key.path,
          turn: key.turn,
          ...told,
          duration_ms: durationMs,
          ...(reused ? { reused } : {}),
        },
      },
      { toolCalls: !reused && type === 'tool.call' ? 1 : 0, reusedCalls: reused ? 1 : 0 },
      { ...key, position, durationMs, reused, result: toolCalls.result.mapToDriverValue(stored(result)) },
    );
  }
}

/** An HTTP request is the same by what it sends, a tool call by its name and arguments. */
function isSame(row: Row, intent: Row): boolean {
  if (row.name !== intent.name) return false;
  if (intent.digest !== null) return row.digest === intent.digest;
  return digestOf(row.arguments) === digestOf(intent.arguments);
}

function stored({ ok, content }: ToolResult): JsonObject {
  return { ok, content: 'json' in content ? { json: storable(content.json) } : { ...content } };
}

function callAt({ lineage, path, turn }: CallKey, position: number) {
  return and(
    eq(toolCalls.lineage, lineage),
    eq(toolCalls.path, path),
    eq(toolCalls.turn, turn),
    eq(toolCalls.position, position),
  );
}

function toRecorded(row: Row): RecordedToolCall {
  const { turn, position, callId, name, effect, digest } = row;
  return {
    turn,
    position,
    callId,
    name,
    effect,
    digest,
    arguments: row.arguments,
    result: resultOf(row.result),
  };
}

/** Results recorded by earlier versions are texts. */
function resultOf(result: JsonObject | null): ToolResult | null {
  if (result === null) return null;
  const { ok, content } = result as unknown as { ok: boolean; content: ToolResult['content'] | string };
  return { ok, content: typeof content === 'string' ? { json: content } : content };
}
