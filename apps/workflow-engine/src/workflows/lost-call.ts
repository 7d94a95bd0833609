import { ActivityFailure, ApplicationFailure, CancellationScope } from '@temporalio/workflow';

/**
 * Makes an irreversible call: once begun it is not broken off, and when it comes to no end that its activity could tell
 * of, the record is asked what is known.
 *
 * @param ask the same call again, which does nothing but look into the record
 */
export function makeIrreversible<T>(call: () => Promise<T>, ask: () => Promise<T>): Promise<T> {
  return CancellationScope.nonCancellable(async () => {
    try {
      return await call();
    } catch (error) {
      if (error instanceof ActivityFailure && !(error.cause instanceof ApplicationFailure)) return ask();
      throw error;
    }
  });
}
