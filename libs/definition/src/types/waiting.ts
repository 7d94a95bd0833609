import type { JsonObject, Template } from './json';
import type { NodeBase } from './node-base';

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
