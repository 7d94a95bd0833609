/** Any value that JSON can carry. */
export type Json = null | boolean | number | string | Json[] | JsonObject;

/** A JSON object. */
export type JsonObject = { [key: string]: Json };

/**
 * A value in which every string may hold `{{ CEL }}` substitutions. A string that is exactly one substitution
 * keeps the type of its expression; any other becomes text.
 */
export type Template = Json;

/**
 * A workflow: a typed graph of nodes and edges. `snake_case` throughout, since it is stored, sent and shown as
 * it stands here. Published as JSON Schema by `WORKFLOW_SCHEMA`.
 */
export interface WorkflowDefinition {
  /** Version of the language; absent means 1. */
  schema_version?: 1;
  /** `wf_…`; given by the gateway when it stores the definition. */
  id?: string;
  name: string;
  description?: string;
  /** JSON Schema (an object schema, in the supported subset) of the inputs a run takes, with their defaults. */
  inputs?: JsonObject;
  nodes: NodeDefinition[];
  edges?: EdgeDefinition[];
  /** What `output_data` is made of; absent: `{ "result": … }` from the nodes that nothing follows. */
  output?: Template;
  limits?: WorkflowLimits;
}

/** Bounds on what a run, a node or an agent may spend; each model call is reserved against them before it is made. */
export interface SpendingLimits {
  /** US dollars, by the price table; 0.000001 to 100,000. */
  max_cost_usd?: number;
  /** Input and output tokens together, 1 to 1,000,000,000. */
  max_tokens?: number;
  /** Model calls, 1 to 100,000. */
  max_llm_calls?: number;
}

/** Bounds on a whole run. */
export interface WorkflowLimits extends SpendingLimits {
  /** Wall-clock seconds from start to end, 1 to 2,592,000 (30 days). */
  timeout_seconds?: number;
  /** What a call that would go past any spending limit of the run does: fail (default), or wait for a person. */
  on_breach?: 'fail' | 'ask';
}

/**
 * What a step does to the world: `read` nothing, `idempotent` nothing more when it is done twice, `irreversible`
 * something that can't be undone.
 */
export type Effect = 'read' | 'idempotent' | 'irreversible';

/** The node types of the language. */
export type NodeType = NodeDefinition['type'];

/** One step of the graph. */
export type NodeDefinition =
  | AgentNode
  | CrewNode
  | HttpRequestNode
  | ConditionNode
  | TransformNode
  | MapNode
  | LoopNode
  | WorkflowNode
  | WaitNode
  | ApprovalNode;

/** What every node has, whatever its type. */
export interface NodeBase {
  /**
   * `^[A-Za-z_][A-Za-z0-9_]{0,63}$`, so that `nodes.<id>` is a CEL path; unique in the whole definition, the bodies of
   * maps and loops included.
   */
  id: string;
  name?: string;
  /** Named values, rendered before the node runs; the node's own templates read them as `input.<name>`. */
  inputs?: { [name: string]: Template };
  /** JSON Schema its output must fit, checked when the node ends; an agent is asked again twice first. */
  output_schema?: JsonObject;
  retry?: RetryPolicy;
  /** Wall-clock bound on the node, its retries included, 1 to 86,400 seconds. */
  timeout_seconds?: number;
  /**
   * What a failure of the node does: `fail` the run (default); `continue` with a null output, or `route` to its error
   * edges alone. Then `nodes.<id>.error` holds `{ code, message }`.
   */
  on_error?: 'fail' | 'continue' | 'route';
  /**
   * When a node with several incoming edges starts: once `all` are settled and one was taken, once `any` is taken, or
   * once `quorum(n)` are taken. It is skipped when that can't happen any more.
   */
  join?: string;
  /** Bounds on what this node spends, its agents together. */
  limits?: SpendingLimits;
}

/** How often a node's calls are tried again when they fail for a reason that may pass. */
export interface RetryPolicy {
  /** Attempts in all, 1 to 20. */
  max_attempts?: number;
  /** Seconds before the second attempt, 0.1 to 600. */
  initial_interval_seconds?: number;
  /** Factor from one wait to the next, 1 to 10. */
  backoff_coefficient?: number;
}

/**
 * What an answer must hold before it is accepted: a CEL `expression` over `output` (what the node or task gives), or an
 * `instruction` that a model judges it by. An answer that doesn't pass is asked for again.
 */
export interface Guardrail {
  /** Exactly one of `expression` and `instruction` is given. */
  expression?: string;
  /** Told to the agent when the expression is not true; a template. */
  message?: string;
  /** A template. */
  instruction?: string;
  /** How often the agent is asked again, 0 to 10; 3 when absent. */
  max_retries?: number;
}

/** Which model thinks for an agent. */
export interface ModelChoice {
  /** `provider:model`; the engine's configured model when absent. */
  model?: string;
  /** Asked when the first can't be had: its calls failed for good. */
  fallback_model?: string;
}

/**
 * One agent with one task. Output: `{ "text": string }`; with an `output_schema`, the JSON value itself, which fits it.
 */
export interface AgentNode extends NodeBase {
  type: 'agent';
  config: AgentConfig;
}

/** Who the agent is, what it is asked, and what it may use. */
export interface AgentConfig extends ModelChoice {
  role?: string;
  goal?: string;
  backstory?: string;
  /** The task, a template. */
  prompt: string;
  expected_output?: string;
  /** Names of tools: of the engine's catalogue, `ask_human`, or `mcp:server/tool`. */
  tools?: string[];
  /** Model turns at most, 1 to 200. */
  max_turns?: number;
  guardrail?: Guardrail;
}

/**
 * Several agents that work through tasks. Output: `{ "text": string, "tasks": { <task id>: { "text": string } } }`; a
 * task with an `output_schema` has its value as `data` beside its text, and so has the crew when it is the last.
 */
export interface CrewNode extends NodeBase {
  type: 'crew';
  config: CrewConfig;
}

export interface CrewConfig {
  /**
   * `sequential` (default): the tasks in their order. `hierarchical`: in their order too, but a manager works on each,
   * with the tools `delegate` (a coworker does a part) and `ask` (a coworker answers a question).
   */
  process?: 'sequential' | 'hierarchical';
  /** The manager of a hierarchical crew. */
  manager?: CrewManager;
  agents: CrewAgent[];
  tasks: CrewTask[];
  /** Agents see the results of all tasks they did before in this crew. */
  memory?: boolean;
  /** How deep coworkers may delegate further, 1 to 5; 1 (only the manager delegates) when absent. */
  max_depth?: number;
  /** Model calls of the whole crew at most, 1 to 10,000; 200 when absent. */
  max_calls?: number;
}

export interface CrewManager extends ModelChoice {
  role?: string;
  goal?: string;
  backstory?: string;
  max_turns?: number;
}

export interface CrewAgent extends ModelChoice {
  id: string;
  role: string;
  goal: string;
  backstory?: string;
  tools?: string[];
  max_turns?: number;
  /** Bounds on what this agent spends in the crew. */
  limits?: SpendingLimits;
}

export interface CrewTask {
  id: string;
  /** What is to be done, a template. */
  description: string;
  expected_output: string;
  /** The id of an agent of this crew; in a hierarchical crew the manager may be left to choose. */
  agent?: string;
  /** Ids of earlier tasks whose outputs this one sees; absent: the task before it. */
  context?: string[];
  /** Runs beside the tasks that follow; a task that names it in its `context`, and the crew's end, wait for it. */
  async?: boolean;
  /** JSON Schema the answer must fit; asked again twice, then an error. */
  output_schema?: JsonObject;
  guardrail?: Guardrail;
}

/** One HTTP call. Output: `{ "status": number, "headers": object, "body": JSON or text }`. */
export interface HttpRequestNode extends NodeBase {
  type: 'http_request';
  config: HttpRequestConfig;
}

export type HttpMethod = 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** A secret the operator keeps, by its name; resolved where the request is sent, and nowhere else to be read. */
export interface SecretReference {
  secret: string;
  /** Put before the secret's value, such as `Bearer `. */
  prefix?: string;
}

export interface HttpRequestConfig {
  /** `GET` when absent. */
  method?: HttpMethod;
  /** A template of an `http:` or `https:` URL. */
  url: string;
  headers?: { [name: string]: string | SecretReference };
  query?: { [name: string]: Template | SecretReference };
  /** A template; an object or a list is sent as JSON. */
  body?: Template;
  /** Absent: `read` for GET and HEAD, `idempotent` for PUT and DELETE and with an `idempotency_key`, else `irreversible`. */
  effect?: Effect;
  /** Sent as `Idempotency-Key`: a template, or `true` for a key of the run and the node. */
  idempotency_key?: string | true;
  /** Answers that are tried again beside 408, 425, 429 and 5xx. */
  retry_statuses?: number[];
}

/** Chooses a branch. Output: `{ "branch": string | null }`; edges from it name their `branch`. */
export interface ConditionNode extends NodeBase {
  type: 'condition';
  config: ConditionConfig;
}

export interface ConditionConfig {
  /** Tried in order; the first whose expression is true is taken. */
  branches: { name: string; when: string }[];
  /** The branch taken when none is true; absent: no edge is. */
  default?: string;
}

/** Computes a value. Output: that value. */
export interface TransformNode extends NodeBase {
  type: 'transform';
  config: TransformConfig;
}

export interface TransformConfig {
  /** A CEL expression. Exactly one of `expression` and `value` is given. */
  expression?: string;
  /** A template. */
  value?: Template;
}

/**
 * A graph inside a node. Its nodes read what the node itself could (`inputs`, `nodes` upstream, the node's own
 * `input`), each other, and what their node adds: `item` and `index`, or `previous` and `index`.
 */
export interface Subgraph {
  nodes: NodeDefinition[];
  edges?: EdgeDefinition[];
  /** What the body gives; absent: the output of the node that nothing follows, or of several by their ids. */
  output?: Template;
}

/**
 * Runs its body once for each item of a list. Output: `{ "items": [...], "errors": [{ "index", "code", "message" }] }`,
 * the items in the order of the list.
 */
export interface MapNode extends NodeBase {
  type: 'map';
  config: MapConfig;
}

export interface MapConfig {
  /** A CEL expression that gives the list, of 10,000 items at most. */
  items: string;
  /** Reads `item` and `index` (from 0). */
  body: Subgraph;
  /** Items at work at the same time, 1 to 50; 10 when absent. */
  concurrency?: number;
  /** `fail` the node (default), `skip` the item, or `collect` null in its place; the last two list it in `errors`. */
  on_item_error?: 'fail' | 'skip' | 'collect';
}

/**
 * Repeats its body until an expression is true. Output: `{ "output": the last round's, "iterations": number, "met":
 * boolean }`; `met` is false when `max_iterations` ended it.
 */
export interface LoopNode extends NodeBase {
  type: 'loop';
  config: LoopConfig;
}

export interface LoopConfig {
  /** Reads `previous` (the round before's output, `initial` in the first round) and `index` (from 0). */
  body: Subgraph;
  /** CEL over `output` (this round's), `previous` and `index`. */
  until: string;
  /** Rounds at most, 1 to 1,000; 10 when absent. */
  max_iterations?: number;
  /** A template; null when absent. */
  initial?: Template;
}

/** Runs another workflow and waits for it. Output: that workflow's output. */
export interface WorkflowNode extends NodeBase {
  type: 'workflow';
  config: WorkflowCallConfig;
}

export interface WorkflowCallConfig {
  /** A stored workflow of the same user; whoever stores workflows puts its definition in its place before a run. */
  workflow_id?: string;
  /** The workflow itself. */
  definition?: WorkflowDefinition;
  /** Its inputs, templates. */
  inputs?: { [name: string]: Template };
}

/**
 * Waits for a time or for an event. Output: `{ "branch": "elapsed", "at": ISO time }`, or `{ "branch": "received",
 * "data": JSON }`, or `{ "branch": "timeout" }`; edges from it may name their `branch`.
 */
export interface WaitNode extends NodeBase {
  type: 'wait';
  config: WaitConfig;
}

/** Exactly one of `seconds`, `until` and `event` is given. */
export interface WaitConfig {
  /** A number, or a template of one: 0 to 31,536,000 (a year). */
  seconds?: number | string;
  /** A template of an ISO 8601 time with its zone. */
  until?: string;
  /** Name of an event that is sent to the run from outside; the first of that name not yet taken. */
  event?: string;
  /** How long an event is waited for, 1 to 31,536,000; for ever when absent. */
  timeout_seconds?: number;
}

/**
 * Asks people. Output: `{ "branch": "approved" | "rejected" | "timeout", "data": JSON, "form": JSON, "decisions": [{
 * "user_id", "decision", "comment", "at" }] }`; edges from it may name their `branch`.
 */
export interface ApprovalNode extends NodeBase {
  type: 'approval';
  config: ApprovalConfig;
}

export interface ApprovalConfig {
  /** What is asked, a template. */
  message: string;
  /** What is to be approved, a template; with the decision `edit` it is replaced. */
  data?: Template;
  /** User ids that may decide; the run's owner when absent. */
  approvers?: string[];
  /** Approvals needed, 1 (default) to the number of approvers; one rejection rejects. */
  required?: number;
  /** JSON Schema of what an approver fills in. */
  form?: JsonObject;
  /** Seconds after which, and again after each of which, a reminder is recorded. */
  reminder_seconds?: number;
  /** Seconds until the branch `timeout` is taken, 1 to 31,536,000; never when absent. */
  timeout_seconds?: number;
}

/** A dependency: the target starts when the source is settled and the edge is taken. */
export interface EdgeDefinition {
  source: string;
  target: string;
  /** CEL; the edge is taken when it is true. */
  when?: string;
  /** A branch of a `condition`, `wait` or `approval` source; the edge is taken when that branch is. */
  branch?: string;
  /**
   * `error`: taken when the source failed (its `on_error` is `route` then). `compensation`: the target undoes the
   * source; it runs when the run is cancelled after the source completed, and never otherwise.
   */
  kind?: 'error' | 'compensation';
}
