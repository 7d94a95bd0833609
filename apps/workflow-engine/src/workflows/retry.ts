import type { RetryPolicy as TemporalRetryPolicy } from '@temporalio/common';
import type { RetryPolicy } from '@aiwf/definition';

/** A node's retry policy as Temporal takes it; waits end at one minute, as a provider's Retry-After does. */
export function retryOf(policy: RetryPolicy | undefined, defaultAttempts: number): TemporalRetryPolicy {
  const initialInterval = (policy?.initial_interval_seconds ?? 1) * 1000;
  return {
    maximumAttempts: policy?.max_attempts ?? defaultAttempts,
    initialInterval,
    backoffCoefficient: policy?.backoff_coefficient ?? 2,
    maximumInterval: Math.max(60_000, initialInterval),
  };
}
