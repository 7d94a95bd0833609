import type { JsonObject, WorkflowDefinition } from '@aiwf/definition';

/**
 * What the operator's configuration says about a run's calls, read once when the run starts and frozen into its
 * input, so that a replay under another configuration takes the same decisions.
 */
export interface ExecutionSettings {
  llm: {
    /** Where model calls wait: a queue of its own when the model takes one call at a time. */
    task_queue: string;
    /** One attempt's bound in milliseconds, counted from its start; waiting in the queue is outside it. */
    timeout_ms: number;
  };
  /** A worker that is silent for this long, in milliseconds, is taken for dead and its call given to another. */
  heartbeat_ms: number;
}

/** The argument of `runGraph`. */
export interface RunInput {
  execution_id: string;
  definition: WorkflowDefinition;
  /** Validated, with the defaults applied. */
  inputs: JsonObject;
  settings: ExecutionSettings;
}
