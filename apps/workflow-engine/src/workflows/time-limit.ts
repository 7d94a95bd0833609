import { CancellationScope, CancelledFailure } from '@temporalio/workflow';
import { GraphFailure } from './graph-failure';
import type { RunContext } from './run-context';

/**
 * Bounds a run by its `limits.timeout_seconds`; whatever runs then is cancelled.
 *
 * @param path below which its nodes stand; empty for the outermost run
 * @throws GraphFailure `run_timeout`
 */
export async function withinTimeLimit<T>(
  seconds: number | undefined,
  path: string,
  { time, checkpoint }: RunContext,
  body: () => Promise<T>,
): Promise<T> {
  if (seconds === undefined) return body();
  const outside = CancellationScope.current();
  try {
    return await time.scope(path, checkpoint.state.started_at + seconds * 1000).run(body);
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
