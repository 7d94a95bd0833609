import { CancellationScope, patched, sleep } from '@temporalio/workflow';

/**
 * Resolves once Temporal keeps the update that is being handled. Until the workflow task that took it is completed it
 * stands in no history, and is forgotten when the worker or the server dies; what a local activity had written of it by
 * then would have happened outside, and not in the run.
 */
export async function untilKept(): Promise<void> {
  if (patched('decisions-are-kept-first')) await CancellationScope.nonCancellable(() => sleep(1));
}
