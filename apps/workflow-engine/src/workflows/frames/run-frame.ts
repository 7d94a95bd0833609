import {
  CancellationScope,
  continueAsNew,
  getExternalWorkflowHandle,
  isCancellation,
} from '@temporalio/workflow';
import type { Stored } from '../values.contract';
import type { ChildResult } from '../checkpoint';
import { untilLong } from '../continuation';
import { reasonOf } from '../graph-failure';
import { childEndedSignal } from '../messages';
import { beginRun, type RunContext } from '../run-context';
import { RunScope } from '../run-scope';
import type { FrameBeginning } from './frame-beginning';
import type { FrameInput } from './frame-input';
import { runLoop } from './loop-frame';
import { runMap } from './map-frame';
import { runSubWorkflow } from './workflow-frame';

/**
 * A node that is a workflow of its own: a map, a loop, or another workflow. Whatever happens, its parent is told how it
 * ended, and only then does it end.
 */
export async function runFrame(input: FrameInput): Promise<void> {
  const { run, plan } = await beginRun<FrameBeginning>(input, input.beginning, () => input.on_breach);
  const course = await untilLong(run, () => outcomeOf(plan, input, run));
  if (!course.ended) {
    const next: FrameInput = { ...input, from: { kind: 'checkpoint', state: course.state } };
    return continueAsNew<typeof runFrame>(next);
  }
  await tell(input, course.result);
}

async function outcomeOf(plan: FrameBeginning, input: FrameInput, run: RunContext): Promise<ChildResult> {
  try {
    const output = await outputOf(plan, input, run);
    // Children of one parent may end at once, and it doesn't choose when.
    return { status: 'completed', output: await run.values.small(output) };
  } catch (error) {
    return isCancellation(error) ? { status: 'cancelled' } : { status: 'failed', error: reasonOf(error) };
  }
}

/** A parent that is gone needs to be told nothing. */
function tell({ parent, path }: FrameInput, result: ChildResult): Promise<void> {
  return CancellationScope.nonCancellable(() =>
    getExternalWorkflowHandle(parent)
      .signal(childEndedSignal, path, result)
      .catch(() => undefined),
  );
}

function outputOf(
  { node, scope }: FrameBeginning,
  { path, spending }: FrameInput,
  run: RunContext,
): Promise<Stored> {
  const frame = { run, path, spending, scope: RunScope.of(scope), alone: true };
  switch (node.type) {
    case 'map':
      return runMap(node, frame);
    case 'loop':
      return runLoop(node, frame);
    case 'workflow':
      return runSubWorkflow(node, frame);
    default:
      return node satisfies never;
  }
}
