import {
  ApplicationFailure,
  CancellationScope,
  CancelledFailure,
  isCancellation,
} from '@temporalio/workflow';
import type { Json } from '@aiwf/definition';
import { GraphRun } from './graph-run';
import { reasonOf } from './graph-failure';
import { Progress } from './progress';
import type { RunInput } from './run-input';
import { outputOf } from './run-output';

/**
 * Executes a workflow definition. The one Temporal workflow type; its id is the execution's.
 *
 * Whatever happens, the last thing written is exactly one of `execution.completed`, `execution.failed` and
 * `execution.cancelled`; only then does the Temporal run end, failed or cancelled when the execution is.
 */
export async function runGraph(input: RunInput): Promise<void> {
  const progress = new Progress(input.execution_id);
  progress.emit({ type: 'execution.started' });
  await progress.flush();
  try {
    const output = await withinTimeLimit(input, () => interpret(input, progress));
    progress.emit({ type: 'execution.completed', output });
    await progress.flush();
  } catch (error) {
    const cancelled = isCancellation(error);
    const reason = cancelled
      ? { code: 'cancelled', message: 'The execution was cancelled' }
      : reasonOf(error);
    progress.emit({ type: cancelled ? 'execution.cancelled' : 'execution.failed', error: reason });
    await progress.flush();
    throw cancelled ? error : ApplicationFailure.nonRetryable(reason.message, reason.code);
  }
}

async function interpret(input: RunInput, progress: Progress): Promise<Json> {
  const run = new GraphRun(input, progress);
  await run.finished();
  return outputOf(input.definition, run.scope);
}

/** Bounds the run by `limits.timeout_seconds`; whatever runs then is cancelled. */
async function withinTimeLimit<T>(input: RunInput, body: () => Promise<T>): Promise<T> {
  const seconds = input.definition.limits?.timeout_seconds;
  if (seconds === undefined) return body();
  const outside = CancellationScope.current();
  const limited = new CancellationScope({ cancellable: true, timeout: seconds * 1000, parent: outside });
  try {
    return await limited.run(body);
  } catch (error) {
    if (error instanceof CancelledFailure && !outside.consideredCancelled) {
      throw ApplicationFailure.nonRetryable(
        `The run took longer than its limit of ${seconds} seconds (limits.timeout_seconds)`,
        'run_timeout',
      );
    }
    throw error;
  }
}
