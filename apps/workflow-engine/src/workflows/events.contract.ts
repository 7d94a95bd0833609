import type { JsonObject } from '@aiwf/definition';
import type { FailureReason, Stored } from './values.contract';

/** The kinds of event a run's log holds. */
export type EventType =
  | 'execution.started'
  | 'execution.paused'
  | 'execution.resumed'
  | 'execution.completed'
  | 'execution.failed'
  | 'execution.cancelled'
  | 'node.started'
  | 'node.completed'
  | 'node.failed'
  | 'node.skipped'
  | 'node.cancelled'
  | 'node.compensated'
  | 'llm.call'
  | 'tool.call'
  | 'http.call'
  | RequestEventType;

/** What happens to what a run waits for from outside, see {@link OpenRequest}. */
export type RequestEventType =
  | 'approval.requested'
  | 'approval.reminded'
  | 'approval.decided'
  | 'question.asked'
  | 'question.answered'
  | 'outcome.unknown'
  | 'outcome.decided'
  | 'budget.breached'
  | 'budget.decided'
  | 'event.awaited'
  | 'event.received';

/** One event as its writer made it; the log gives it its number. */
export interface ProgressEvent {
  type: EventType;
  /** The node's id in the graph it stands in. */
  node_id?: string;
  /** Where a node inside a map, a loop or another workflow stands, such as `nodes/each/items/3/nodes/reply`. */
  path?: string;
  /** ISO 8601, UTC. */
  at: string;
  /** `output` and `error` are moved to the projection; the log keeps the rest and a short preview. */
  data?: JsonObject;
  output?: Stored;
  error?: FailureReason;
  /** With the event that opens a request. */
  opened?: OpenRequest;
  /** With a decision: what it brought; the log holds it whole, beside `data`. */
  said?: Pick<Decision, 'data' | 'form'>;
  /** With the event that closes a request: its id and how it ended. */
  closed?: { request_id: string; outcome: RequestOutcome };
}

/** An event with its name, by which it is appended once however often, and in whichever order, it is told. */
export interface NamedEvent extends ProgressEvent {
  writer: string;
  /** From 0, for each writer. */
  number: number;
}

/** What workflow code has its worker do at the end of each go. A type, since Temporal's own has an index signature. */
export type ProgressSinks = {
  progress: {
    /** Appends events to a run's log, one batch after another. */
    write(executionId: string, batches: NamedEvent[][]): void;
  };
};

/** How a request ended. */
export type RequestOutcome = 'decided' | 'expired' | 'withdrawn';

/** What a run may wait for from outside. */
export type RequestKind = 'approval' | 'tool_approval' | 'question' | 'outcome' | 'budget' | 'event';

/** Something a run waits for from outside: a person's decision or answer, or an event. */
export interface OpenRequest {
  /** Unique in the execution, stable over retries of its step. */
  request_id: string;
  kind: RequestKind;
  /** The Temporal workflow that takes the decision. */
  workflow_id: string;
  node_id: string;
  /** In words for whoever is asked; for an event its name. */
  message: string;
  /** What may be said, such as `approve`, `edit` and `reject`. */
  decisions: Decision['decision'][];
  /** What is to be approved, or what is known about the case. */
  data?: Stored;
  /** JSON Schema of what is to be filled in. */
  form?: JsonObject;
  /** User ids; absent: the run's owner. */
  approvers?: string[];
  /** Approvals needed. */
  required: number;
  /** ISO 8601; absent: never. */
  expires_at?: string;
}

/**
 * What a person, or an event, says to a request.
 *
 * `approve`, `edit` (with other `data`), `reject`: to an approval. `answer`: to a question, its text in `data`. `done` (with the
 * result in `data`), `again`, `fail`: to a call whose outcome is unknown. `raise` (with new limits in `data`), `stop`:
 * to a budget. `receive`: an event, with its payload in `data`.
 */
export interface Decision {
  request_id: string;
  user_id: string;
  decision:
    'approve' | 'edit' | 'reject' | 'answer' | 'done' | 'again' | 'fail' | 'raise' | 'stop' | 'receive';
  data?: Stored;
  /** What was filled in, checked already. */
  form?: Stored;
  comment?: string;
  /** ISO 8601: when it was said in the run that is retraced; absent: now. */
  at?: string;
}

/** What a decision is answered with. */
export interface DecisionTaken {
  /** Whether the request is settled; false while more approvals are needed. */
  settled: boolean;
}

/** Names of the messages a run's workflows take. */
export interface RunMessages {
  /**
   * Update on the workflow that holds the request. Refused, as an ApplicationFailure of this type: `unknown_request`,
   * `already_decided`, `not_an_approver`, `unknown_decision`.
   */
  decide: 'decide';
  /** Signals on the run's root workflow. */
  pause: 'pause';
  resume: 'resume';
}
