import { CancellationScope, CancelledFailure } from '@temporalio/workflow';
import { GraphFailure } from './graph-failure';

/**
 * Bounds a run by its `limits.timeout_seconds`; whatever runs then is cancelled.
 *
 * @param since when it began, in milliseconds
 * @throws GraphFailure `run_timeout`
 */
export async function withinTimeLimit<T>(
  seconds: number | undefined,
  since: number,
  body: () => Promise<T>,
): Promise<T> {
  if (seconds === undefined) return body();
  const outside = CancellationScope.current();
  const timeout = Math.max(since + seconds * 1000 - Date.now(), 1);
  const limited = new CancellationScope({ cancellable: true, timeout, parent: outside });
  try {
    return await limited.run(body);
  } catch (error) {
    if (error instanceof CancelledFailure && !outside.consideredCancelled) {
      throw new GraphFailure(
        'run_timeout',
        `The run took longer than its limit of ${seconds} seconds (limits.timeout_seconds)`,
      );
    }
    throw error;
  }
}
