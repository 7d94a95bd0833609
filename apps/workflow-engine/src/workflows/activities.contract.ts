import type { Effect, HttpMethod, Json, JsonObject, SecretReference, SpendingLimits } from '@aiwf/definition';
import type { Checkpoint } from './checkpoint';
import type { FrameBeginning } from './frames/frame-beginning';
import type { Stored, StoredBlob, StoredScope } from './values.contract';

/**
 * What workflow code may ask of the outside world. Workflow code owns the interface and the activities implement it;
 * inputs and results go through Temporal's history, so they carry references and short texts, not conversations.
 */
export interface Activities extends LocalActivities {
  llmCall(input: LlmCallInput): Promise<LlmCallResult>;
  toolCall(input: ToolCallInput): Promise<ToolCallResult>;
  httpRequest(input: HttpRequestInput): Promise<HttpRequestResult>;
  /** Keeps what the named tools are at this moment; the run's calls go by that from then on. */
  snapshotTools(input: SnapshotToolsInput): Promise<void>;
  /**
   * Of a run that retraces another: resolves once what came to an end by time there has its turn here, with the output
   * that a wait gave. A wait that did not end there doesn't end here.
   */
  recordedEnd(input: RecordedEndInput): Promise<Stored | undefined>;
  /** Whether a child workflow still runs; asked when it has been silent for long. */
  childRuns(input: { workflow_id: string }): Promise<boolean>;
}

/** Cheap, idempotent steps; their inputs don't go through Temporal's history, so they may be large. */
export interface LocalActivities {
  /** Does nothing; workflow code that waits for it has come to rest before it goes on. */
  pause(): Promise<void>;
  /** Keeps a value that is too large for Temporal's history; the same value of a run is kept once. */
  storeValue(input: { execution_id: string; value: Json }): Promise<StoredBlob>;
  /** Keeps what stands behind a run, its larger values apart, so that workflow code can read it back. */
  keepCheckpoint(input: { execution_id: string; state: Checkpoint }): Promise<StoredBlob>;
  /** As {@link keepCheckpoint}, what a node that is a workflow of its own begins with. */
  keepFrame(input: { execution_id: string; beginning: FrameBeginning }): Promise<StoredBlob>;
  /** Builds one value of several. @throws `output_too_large` past 32 Mi characters */
  composeValue(input: { execution_id: string; value: Composite }): Promise<Stored>;
  /**
   * Some items of a stored list, at most 50, those of more than 1 Ki characters as references, and the list's length.
   *
   * @throws `expression_type` when the value is no list
   */
  sliceList(input: SliceInput): Promise<{ items: Stored[]; length: number }>;
  /** Evaluates a program whose scope holds stored values. */
  evaluate(input: EvaluateInput): Promise<Stored>;
  /** What is wrong with a value by a JSON Schema; empty: it fits. At most 20 problems, in words. */
  checkValue(input: { execution_id: string; schema: JsonObject; value: Stored }): Promise<string[]>;
  /** A part of a stored value's JSON in UTF-8, at most 128 KiB, for what workflow code must see. */
  readValue(input: { execution_id: string; value: StoredBlob; from: number }): Promise<Uint8Array>;
  /**
   * A made-up value that fits a JSON Schema, for a dry run; it keeps of `like` what it can.
   * @throws `not_mockable` when none is found
   */
  mockValue(input: { execution_id: string; schema: JsonObject; like?: Stored }): Promise<Stored>;
  /** Raises a spending limit that a person was asked about. */
  raiseLimits(input: { execution_id: string; scope: string; limits: SpendingLimits }): Promise<void>;
}

/**
 * A value made of stored ones. The items of a `text` are put one after another, what is no text as JSON; a `result` is the
 * value itself where that is an object, and `{ "result": … }` of any other.
 */
export type Composite =
  | Stored
  | { list: Composite[] }
  | { object: { [name: string]: Composite } }
  | { text: Composite[] }
  | { result: Composite };

export interface SliceInput {
  execution_id: string;
  list: Stored;
  from: number;
  count: number;
}

/** What is evaluated; `text` renders a template to text, whatever it holds. */
export type Program = { expression: string } | { template: Json } | { text: string };

export interface EvaluateInput {
  execution_id: string;
  program: Program;
  scope: StoredScope;
}

/** How far a call may go. */
export interface CallMode {
  /** What is not recorded is refused. */
  recorded_only?: boolean;
  /** It undoes something, and is not taken over from a run that this one goes on from. */
  undoing?: boolean;
  /** It is recorded what would be sent, an answer is made up, and nothing is sent. */
  dry_run?: boolean;
}

export interface SnapshotToolsInput extends CallMode {
  execution_id: string;
  tools: string[];
}

/** Names one model call for ever: the same key is never paid for twice. */
export interface CallKey {
  /** The execution whose ledger it is. */
  lineage: string;
  /** Where in the graph the conversation is, such as `nodes/reply` or `nodes/each/items/3/nodes/crew/tasks/draft`. */
  path: string;
  /** 0 for the first model call of a conversation. */
  turn: number;
}

/** The messages a conversation begins with; both are texts. */
export interface ConversationOpening {
  system: Stored;
  prompt: Stored;
}

/** A budget that a call is reserved against. */
export interface SpendingScope {
  /** `run`, or the path of a node or an agent. */
  scope: string;
  limits: SpendingLimits;
}

export interface LlmCallInput extends CallMode {
  key: CallKey;
  node_id: string;
  /** Given with turn 0; later turns read it from the ledger. */
  opening?: ConversationOpening;
  /** What the agent is told before this turn, as a user's message, when its answer was not accepted. */
  feedback?: string;
  tools: string[];
  /** Coworkers that the tools `delegate` and `ask` reach; absent: the agent has neither tool. */
  coworkers?: { id: string; role: string }[];
  /** `provider:model`; absent: the engine's own. */
  model?: string;
  /** Asked instead of `model`, whose calls failed for good; not part of what the ledger compares. */
  fallback_model?: string;
  /** It is made again since the worker that made it went away. */
  repeated?: true;
  /** JSON Schema of the answer. */
  answer_schema?: JsonObject;
  /** The outermost first. */
  spending: SpendingScope[];
}

export interface LlmCallResult {
  /** The answer's text; empty while the model asks for tools. */
  text: Stored;
  /** The answer by `answer_schema`, or why it is none. */
  answer?: { value: Stored } | { problems: string[] };
  /** The tools the model asks for; their arguments stand in the ledger. */
  tool_calls: AskedTool[];
  /** Nothing was asked or paid: the call would go past a limit. */
  breach?: Breach;
}

/** A tool call of a recorded turn, as far as the workflow must know it. */
export interface AskedTool {
  name: string;
  /** Who acts: a tool, a person, or a coworker. `unknown`: the agent has no such tool and is told so. */
  kind: 'tool' | 'ask_human' | 'delegate' | 'ask' | 'unknown';
  effect: Effect;
  /** A person must approve it first. */
  needs_approval: boolean;
  /** Given where the workflow acts on them: for every kind but `tool`, and for tools that need approval. */
  arguments?: Stored;
}

/** The limit a call would go past. */
export interface Breach {
  scope: string;
  limit: keyof SpendingLimits;
  /** What the limit allows. */
  allowed: number;
  /** What is spent and reserved, this call included. */
  needed: number;
}

export interface ToolCallInput extends CallMode {
  key: CallKey;
  /** Which of the turn's tool calls. */
  position: number;
  node_id: string;
  /** The tools this agent was given; anything else the model names is refused. */
  tools: string[];
  /** As with {@link LlmCallInput}: what an agent that asks for an unknown tool is told it has. */
  coworkers?: { id: string; role: string }[];
  /** The result, when a person or a coworker gave it or a person refused the call: no tool runs. */
  answer?: { ok: boolean; content: Stored };
  /** The arguments as a person changed them. */
  edited?: Stored;
  /** How often a person has said that the call, whose outcome is unknown, is to be made again; earlier versions say whether. */
  again?: number | boolean;
}

export interface ToolCallResult {
  ok: boolean;
  /** An irreversible call was begun and its end is not known; nothing was done this time. */
  outcome_unknown?: boolean;
}

export interface HttpRequestInput extends CallMode {
  key: CallKey;
  node_id: string;
  method: HttpMethod;
  url: string;
  headers: { [name: string]: string | SecretReference };
  /** A list repeats its name, null is left out. */
  query: { [name: string]: Json | SecretReference };
  /** Absent: no body. */
  body?: Stored;
  effect: Effect;
  idempotency_key?: string;
  retry_statuses: number[];
  timeout_ms: number;
  /** How often a person has said that the request, whose outcome is unknown, is to be made again; earlier versions say whether. */
  again?: number | boolean;
}

export interface HttpRequestResult {
  /** `{ status, headers, body }`. */
  output: Stored;
  /** As {@link ToolCallResult.outcome_unknown}; the output is null then. */
  outcome_unknown?: boolean;
}

export interface RecordedEndInput {
  execution_id: string;
  of: 'wait' | 'timeout';
  /** The path of a wait, or what had the limit, see `RetracedRun`. */
  id: string;
}
