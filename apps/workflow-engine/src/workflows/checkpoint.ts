import type { FailureReason, Stored } from './values.contract';
import type { Decision, OpenRequest } from './events.contract';

/** How a node ended. */
export type SettledNode = (
  | { status: 'completed'; output: Stored }
  | { status: 'skipped' }
  /** It failed and the run went on, as its `on_error` says. */
  | { status: 'failed'; error: FailureReason }
) & {
  /** Which of its outgoing edges were taken, by their place in the graph's list; absent: to be found out. */
  taken?: number[];
};

/** A decision as a run keeps it. */
export interface TakenDecision extends Decision {
  /** ISO 8601. */
  at: string;
}

/** A request and what was said to it so far. */
export interface RequestState {
  request: OpenRequest;
  decisions: TakenDecision[];
  settled: boolean;
  /** It was settled by its deadline. */
  expired?: true;
}

/**
 * What a run has behind it, so that it can go on as a new one, or another run can go on from there. Nodes at work are
 * run again from their start: their recorded calls are read from the ledger, their finished steps from here.
 */
export interface Checkpoint {
  /** Settled nodes by their path, in the order in which they settled. */
  nodes: { [path: string]: SettledNode };
  /** What steps inside nodes at work remember, by a path of theirs. */
  steps: { [path: string]: StepState };
  requests: { [requestId: string]: RequestState };
  /** What children reported, by their path. */
  children: { [path: string]: ChildResult };
  paused: boolean;
  /** The workflow is being ended, and its run is not cancelled. */
  broken_off?: true;
  /** When the run began, in milliseconds. */
  started_at: number;
}

/** What a step remembers; which fields, the step alone knows. */
export type StepState = { [field: string]: Stored | number | boolean | string | null };

/** What a child workflow came to. */
export type ChildResult =
  | { status: 'completed'; output: Stored }
  | { status: 'failed'; error: FailureReason }
  | { status: 'cancelled' };
