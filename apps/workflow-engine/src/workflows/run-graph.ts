import { ApplicationFailure, continueAsNew, isCancellation } from '@temporalio/workflow';
import type { Stored } from './values.contract';
import { untilLong } from './continuation';
import { reasonOf } from './graph-failure';
import { GraphRun } from './graph-run';
import { beginRun, type RunContext } from './run-context';
import type { RunInput, RunPlan } from './run-input';
import { outputOf } from './run-output';
import { RunScope } from './run-scope';
import { withinTimeLimit } from './time-limit';
import { mcpToolsOf } from './tools-of';

/**
 * Executes a workflow definition. Its Temporal id is the execution's.
 *
 * Whatever happens, the last thing written is exactly one of `execution.completed`, `execution.failed` and
 * `execution.cancelled`; only then does the Temporal run end, failed or cancelled when the execution is.
 */
export async function runGraph(input: RunInput): Promise<void> {
  const { run, plan } = await beginRun<RunPlan>(
    input,
    input.plan,
    ({ definition }) => definition.limits?.on_breach ?? 'fail',
  );
  if (input.from?.kind !== 'checkpoint') run.progress.emit({ type: 'execution.started' });
  const course = await untilLong(run, () => outcomeOf(plan, run));
  if (!course.ended) {
    const next: RunInput = { ...input, from: { kind: 'checkpoint', state: course.state } };
    return continueAsNew<typeof runGraph>(next);
  }
  const { error, output } = course.result;
  if (!error) {
    run.progress.emit({ type: 'execution.completed', output });
    return;
  }
  const cancelled = isCancellation(error.thrown);
  const reason = cancelled
    ? { code: 'cancelled', message: 'The execution was cancelled' }
    : reasonOf(error.thrown);
  run.progress.emit({ type: cancelled ? 'execution.cancelled' : 'execution.failed', error: reason });
  throw cancelled ? error.thrown : ApplicationFailure.nonRetryable(reason.message, reason.code);
}

interface Outcome {
  output?: Stored;
  error?: { thrown: unknown };
}

async function outcomeOf(plan: RunPlan, run: RunContext): Promise<Outcome> {
  const seconds = plan.definition.limits?.timeout_seconds;
  try {
    return { output: await withinTimeLimit(seconds, '', run, () => interpret(plan, run)) };
  } catch (thrown) {
    return { error: { thrown } };
  }
}

async function interpret({ definition, inputs }: RunPlan, run: RunContext): Promise<Stored> {
  const { executionId, calls, settings, shownId, values } = run;
  const scope = RunScope.root(shownId, { json: inputs });
  const tools = mcpToolsOf(definition);
  if (tools.length > 0 && !settings.retraces) await calls.snapshotTools(executionId, tools);
  const spending = definition.limits === undefined ? [] : [{ scope: 'run', limits: definition.limits }];
  await new GraphRun(run, { graph: definition, prefix: '', scope, spending, alone: true }).finished();
  return outputOf(definition, scope, values);
}
