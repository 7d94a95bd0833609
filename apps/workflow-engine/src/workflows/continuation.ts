import { CancellationScope, allHandlersFinished, condition } from '@temporalio/workflow';
import type { Stored } from './values.contract';
import type { RunContext } from './run-context';

/** How a body ended: with its result, or because the run's history has grown long and the rest is for a new run. */
export type Course<T> = { ended: true; result: T } | { ended: false; state: Stored };

/**
 * Runs `body` until it ends, or until the history has grown long and nothing is under way. Then what stands behind
 * the run is kept, and `body` is left where it is; its timers, approvals and children go on in the run that follows.
 */
export async function untilLong<T>(run: RunContext, body: () => Promise<T>): Promise<Course<T>> {
  CancellationScope.current().cancelRequested.catch(() => run.gate.stayOpen());
  const ended = body().then((result) => ({ ended: true, result }) as const);
  const quiet = CancellationScope.nonCancellable(() => run.gate.quiet()).then(() => undefined);
  const course = await Promise.race([ended, quiet]);
  if (course) return course;
  return { ended: false, state: await keptCheckpoint(run) };
}

/** The run's checkpoint in the blob store, small enough to be read back by workflow code. */
async function keptCheckpoint({ executionId, checkpoint, calls }: RunContext): Promise<Stored> {
  for (;;) {
    await condition(allHandlersFinished);
    const { version, state } = checkpoint;
    const kept = await calls.localPastGate('keepCheckpoint', { execution_id: executionId, state });
    // A message or a timer that came meanwhile has changed what must be kept.
    if (checkpoint.version === version) return kept;
  }
}
