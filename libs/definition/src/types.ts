import type { AgentNode, CrewNode } from './types/agents';
import type { JsonObject, Template } from './types/json';
import type { NodeBase, SpendingLimits } from './types/node-base';
import type { ConditionNode, HttpRequestNode, TransformNode } from './types/steps';
import type { ApprovalNode, WaitNode } from './types/waiting';

export type * from './types/json';
export type * from './types/node-base';
export type * from './types/agents';
export type * from './types/steps';
export type * from './types/waiting';

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
export interface WorkflowLimits extends SpendingLimits {
  /** Wall-clock seconds from start to end, 1 to 2,592,000 (30 days). */
  timeout_seconds?: number;
  /** What a call that would go past any spending limit of the run does: fail (default), or wait for a person. */
  on_breach?: 'fail' | 'ask';
}

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
  /** A CEL expression that gives the list, of 5,000 items at most. */
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
