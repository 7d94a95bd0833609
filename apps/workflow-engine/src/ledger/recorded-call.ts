import type { Effect, Json, JsonObject } from '@aiwf/definition';
import type { ConversationOpening, Stored } from '../workflows';

/** A model's message as LangChain stores it: `{ type, data }`. */
export type StoredReply = JsonObject;

/** One turn of a conversation, paid for. */
export interface RecordedModelCall {
  turn: number;
  digest: string;
  opening: ConversationOpening | null;
  /** What was said to the agent before this turn. */
  feedback: string | null;
  reply: StoredReply;
}

/** What a model call cost and took. */
export interface ModelCallFigures {
  model: string;
  inputTokens: number;
  outputTokens: number;
  /** Null: the model's price is not known. */
  costUsd: number | null;
  durationMs: number;
}

/** A tool's result; for an HTTP request what its node gives. */
export interface ToolResult {
  ok: boolean;
  content: Stored;
}

/** One tool call or HTTP request; without a result it was begun and its end is not known. */
export interface RecordedToolCall {
  turn: number;
  position: number;
  callId: string;
  name: string;
  arguments: Json;
  effect: Effect;
  /** Of an HTTP request: what was to be sent. */
  digest: string | null;
  result: ToolResult | null;
}
