import type { HttpMethod, Json, JsonObject } from '@aiwf/definition';

/**
 * What workflow code may ask of the outside world. Workflow code owns the interface and the activities implement it;
 * inputs and results go through Temporal's history, so they carry references and short texts, not conversations.
 */
export interface Activities {
  llmCall(input: LlmCallInput): Promise<LlmCallResult>;
  toolCall(input: ToolCallInput): Promise<ToolCallResult>;
  httpRequest(input: HttpRequestInput): Promise<HttpRequestResult>;
  recordProgress(input: ProgressInput): Promise<void>;
}

/** Names one model call for ever: the same key is never paid for twice. */
export interface CallKey {
  /** The execution whose ledger it is. */
  lineage: string;
  /** Where in the graph the conversation is, such as `nodes/reply` or `nodes/crew/tasks/draft`. */
  path: string;
  /** 0 for the first model call of a conversation. */
  turn: number;
}

/** The messages a conversation begins with. */
export interface ConversationOpening {
  system: string;
  prompt: string;
}

export interface LlmCallInput {
  key: CallKey;
  node_id: string;
  /** Given with turn 0; later turns read it from the ledger. */
  opening?: ConversationOpening;
  tools: string[];
}

export interface LlmCallResult {
  /** The answer; empty while the model asks for tools. */
  text: string;
  /** The tools the model asks for; their arguments stand in the ledger. */
  tool_calls: { name: string }[];
}

export interface ToolCallInput {
  key: CallKey;
  /** Which of the turn's tool calls. */
  position: number;
  node_id: string;
  /** The tools this agent was given; anything else the model names is refused. */
  tools: string[];
}

export interface ToolCallResult {
  ok: boolean;
}

export interface HttpRequestInput {
  method: HttpMethod;
  url: string;
  headers: { [name: string]: string };
  /** A list repeats its name, null is left out. */
  query: JsonObject;
  body?: Json;
  timeout_ms: number;
}

export type HttpRequestResult = { status: number; headers: { [name: string]: string }; body: Json };

/** The kinds of event a run's log holds. */
export type EventType =
  | 'execution.started'
  | 'execution.completed'
  | 'execution.failed'
  | 'execution.cancelled'
  | 'node.started'
  | 'node.completed'
  | 'node.failed'
  | 'node.skipped'
  | 'node.cancelled'
  | 'llm.call'
  | 'tool.call';

/** One event as its writer made it; the log gives it its number. */
export interface ProgressEvent {
  type: EventType;
  node_id?: string;
  /** ISO 8601, UTC. */
  at: string;
  /** `output` and `error` are moved to the projection; the log keeps the rest and a short preview. */
  data?: JsonObject;
  output?: Json;
  error?: { code: string; message: string };
}

export interface ProgressInput {
  execution_id: string;
  /** Who numbers the events; a repeated (writer, number) is dropped. */
  writer: string;
  /** The number of the first event; the others follow. */
  first: number;
  events: ProgressEvent[];
}
