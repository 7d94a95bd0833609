import { ActivityFailure, ApplicationFailure, CancellationScope } from '@temporalio/workflow';

/**
 * Makes an irreversible call; when it comes to no end that its activity could tell of, the record is asked what is known.
 *
 * @param call may be cancelled while it has not begun, and not after
 * @param ask the same call again, which does nothing but look into the record
 */
export async function makeIrreversible<T>(call: () => Promise<T>, ask: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    if (!(error instanceof ActivityFailure) || error.cause instanceof ApplicationFailure) throw error;
    return CancellationScope.nonCancellable(ask);
  }
}
