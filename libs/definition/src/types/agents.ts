import type { JsonObject } from './json';
import type { NodeBase, SpendingLimits } from './node-base';

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
