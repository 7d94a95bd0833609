import { ActivityFailure, ApplicationFailure, TimeoutFailure, isCancellation } from '@temporalio/workflow';
import { ExpressionError } from '@aiwf/definition';
import type { FailureReason } from './values.contract';

/** A message may quote what a graph computed, and travels through Temporal's history. */
const MAX_MESSAGE_CHARACTERS = 2_000;

/** A node's own failure: something in the graph or its data is wrong, and trying again would not help. */
export class GraphFailure extends Error {
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
    this.name = 'GraphFailure';
  }
}

/**
 * Reads the reason out of whatever a node ended with. What nobody foresaw becomes a failure of the node too: an
 * exception that left workflow code would make Temporal try the same step for ever.
 */
export function reasonOf(error: unknown): FailureReason {
  const { code, message } = wholeReasonOf(error);
  return { code, message: message.slice(0, MAX_MESSAGE_CHARACTERS) };
}

function wholeReasonOf(error: unknown): FailureReason {
  if (error instanceof GraphFailure) return { code: error.code, message: error.message };
  if (error instanceof ExpressionError) return { code: error.code, message: error.message };
  if (error instanceof ActivityFailure) return reasonOfCall(error.cause, error.message);
  // A local activity's failure comes as it is.
  if (error instanceof ApplicationFailure) return reasonOfCall(error, error.message);
  if (isCancellation(error)) return { code: 'cancelled', message: 'Cancelled' };
  return { code: 'internal_error', message: error instanceof Error ? error.message : String(error) };
}

function reasonOfCall(cause: Error | undefined, otherwise: string): FailureReason {
  if (cause instanceof ApplicationFailure) {
    return { code: cause.type ?? 'activity_failed', message: cause.message };
  }
  if (cause instanceof TimeoutFailure) {
    return {
      code: 'timeout',
      message:
        cause.timeoutType === 'HEARTBEAT'
          ? 'The worker that made the call went away each time it was tried'
          : 'The call took longer than its time limit each time it was tried',
    };
  }
  return { code: 'activity_failed', message: cause?.message ?? otherwise };
}
