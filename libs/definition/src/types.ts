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

/** Bounds on a whole run. */
export interface WorkflowLimits {
  /** Model calls of all nodes together, 1 to 10,000. */
  max_llm_calls?: number;
  /** Wall-clock seconds from start to end, 1 to 2,592,000 (30 days). */
  timeout_seconds?: number;
}

/** The node types of the language. */
export type NodeType = NodeDefinition['type'];

/** One step of the graph. */
export type NodeDefinition = AgentNode | CrewNode | HttpRequestNode | ConditionNode | TransformNode;

/** What every node has, whatever its type. */
export interface NodeBase {
  /** `^[A-Za-z_][A-Za-z0-9_]{0,63}$`, so that `nodes.<id>` is a CEL path. */
  id: string;
  name?: string;
  /** Named values, rendered before the node runs; the node's own templates read them as `input.<name>`. */
  inputs?: { [name: string]: Template };
  retry?: RetryPolicy;
  /** Wall-clock bound on the node, its retries included, 1 to 86,400 seconds. */
  timeout_seconds?: number;
  /** When a node with several incoming edges starts: `all` waits until each is settled. */
  join?: 'all';
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

/** One agent with one task. Output: `{ "text": string }`. */
export interface AgentNode extends NodeBase {
  type: 'agent';
  config: AgentConfig;
}

/** Who the agent is, what it is asked, and what it may use. */
export interface AgentConfig {
  role?: string;
  goal?: string;
  backstory?: string;
  /** The task, a template. */
  prompt: string;
  expected_output?: string;
  /** Names of tools, from the engine's catalogue. */
  tools?: string[];
  /** Model turns at most, 1 to 50. */
  max_turns?: number;
}

/** Several agents that work through tasks. Output: `{ "text": string, "tasks": { <task id>: { "text": string } } }`. */
export interface CrewNode extends NodeBase {
  type: 'crew';
  config: CrewConfig;
}

export interface CrewConfig {
  /** `sequential`: the tasks in their order, one after another. */
  process?: 'sequential';
  agents: CrewAgent[];
  tasks: CrewTask[];
}

export interface CrewAgent {
  id: string;
  role: string;
  goal: string;
  backstory?: string;
  tools?: string[];
  max_turns?: number;
}

export interface CrewTask {
  id: string;
  /** What is to be done, a template. */
  description: string;
  expected_output: string;
  /** The id of an agent of this crew. */
  agent: string;
  /** Ids of earlier tasks whose outputs this one sees; absent: the task before it. */
  context?: string[];
}

/** One HTTP call. Output: `{ "status": number, "headers": object, "body": JSON or text }`. */
export interface HttpRequestNode extends NodeBase {
  type: 'http_request';
  config: HttpRequestConfig;
}

export type HttpMethod = 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

export interface HttpRequestConfig {
  /** `GET` when absent. */
  method?: HttpMethod;
  /** A template of an `http:` or `https:` URL. */
  url: string;
  headers?: { [name: string]: string };
  query?: { [name: string]: Template };
  /** A template; an object or a list is sent as JSON. */
  body?: Template;
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

/** A dependency: the target starts when the source is settled and the edge is taken. */
export interface EdgeDefinition {
  source: string;
  target: string;
  /** CEL; the edge is taken when it is true. */
  when?: string;
  /** A branch of a `condition` source; the edge is taken when that branch is. */
  branch?: string;
}
