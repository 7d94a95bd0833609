import type { JsonObject, WorkflowDefinition } from '@aiwf/definition';
import type { Stored } from './values.contract';

/**
 * What the operator's configuration says about a run's calls, read once when the run starts and frozen into its
 * input, so that a replay under another configuration takes the same decisions.
 */
export interface ExecutionSettings {
  /** Calls of the engine's own model. */
  llm: LlmSettings;
  /** Calls of models that an agent names. */
  named_llm: LlmSettings;
  /** Calls that are made as local activities; absent: none, as where a run is retraced or dry. */
  local_calls?: LocalCalls;
  /** A worker that is silent for this long, in milliseconds, is taken for dead and its call given to another. */
  heartbeat_ms: number;
  /** Events of Temporal's history after which a run goes on as a new one. */
  continue_after_events: number;
  /** Another run, which this one retraces. */
  retraces?: RetracedRun;
  /** Of what undoes something in a run that is cancelled: its calls are not taken over from an earlier run. */
  undoing?: boolean;
  /** Nothing is sent to anybody; absent: the run is a real one. */
  dry_run?: DryRunSettings;
}

/**
 * A recorded run that another retraces: replies, decisions and what ended by time are taken from it alone, and what is
 * not recorded fails.
 */
export interface RetracedRun {
  /** What expressions read as `execution.id`. */
  execution_id: string;
  /**
   * What reached its time limit: paths of nodes, ids of requests, and of runs the path below which their nodes stand, such
   * as `nodes/sub/workflow`; empty for the outermost.
   */
  timed_out: string[];
}

/** What stands for the world in a run that only shows what would be done: nothing is sent, asked or waited for. */
export interface DryRunSettings {
  /** Outputs and failures of nodes by their ids, wherever they stand; the values are in the blob store. */
  mocks: { [nodeId: string]: { output: Stored } | { error: Stored } };
  /** After so long Temporal ends it, and each workflow in it, whoever is still there to do so. */
  timeout_ms: number;
}

/** Calls that were short of late, and are expected to be again. */
export interface LocalCalls {
  /** Those of the engine's own model. */
  own_model: boolean;
  /** Those of other models, as graphs name them. */
  models: string[];
}

export interface LlmSettings {
  /** Where model calls wait: a queue of its own when the model takes one call at a time. */
  task_queue: string;
  /** One attempt's bound in milliseconds, counted from its start; waiting in the queue is outside it. */
  timeout_ms: number;
}

/** What is run. */
export interface RunPlan {
  definition: WorkflowDefinition;
  /** Validated, with the defaults applied. */
  inputs: JsonObject;
}

/** The argument of `runGraph`. */
export interface RunInput {
  execution_id: string;
  /** A {@link RunPlan}. */
  plan: Stored;
  settings: ExecutionSettings;
  /**
   * What the run has behind it: its own past when it goes on as a new one (`checkpoint`), or what a fork keeps of
   * its parent (`fork`); either way a `Checkpoint`.
   */
  from?: { kind: 'checkpoint' | 'fork'; state: Stored };
}
