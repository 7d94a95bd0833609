import type { JsonObject, Template } from './json';

/** Bounds on what a run, a node or an agent may spend; each model call is reserved against them before it is made. */
export interface SpendingLimits {
  /** US dollars, by the price table; 0.000001 to 100,000. */
  max_cost_usd?: number;
  /** Input and output tokens together, 1 to 1,000,000,000. */
  max_tokens?: number;
  /** Model calls, 1 to 100,000. */
  max_llm_calls?: number;
}

/**
 * What a step does to the world: `read` nothing, `idempotent` nothing more when it is done twice, `irreversible`
 * something that can't be undone.
 */
export type Effect = 'read' | 'idempotent' | 'irreversible';

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
