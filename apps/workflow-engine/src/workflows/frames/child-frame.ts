import {
  CancellationScope,
  CancelledFailure,
  condition,
  getExternalWorkflowHandle,
  isCancellation,
  workflowInfo,
} from '@temporalio/workflow';
import type { Json } from '@aiwf/definition';
import type { Stored } from '../values.contract';
import type { ChildResult } from '../checkpoint';
import { GraphFailure } from '../graph-failure';
import { breakOffSignal } from '../messages';
import type { NodeContext } from '../nodes/node-context';
import { nodesReadBy } from '../reads';
import { MAX_INLINE_CHARACTERS } from '../values';
import type { FrameBeginning, FrameNode } from './frame-beginning';
import type { FrameInput } from './frame-input';

/** How long a child may be silent until somebody looks whether it still runs; doubled each time, up to the last. */
const FIRST_LOOK_MS = 60_000;
const LAST_LOOK_MS = 3_600_000;

/**
 * Runs a node as a child workflow and waits for what it reports. The child outlives its parent's continue-as-new, so
 * it reports by a signal that reaches whichever run its parent is in by then.
 */
export async function runChild(node: FrameNode, context: NodeContext): Promise<Stored> {
  const { checkpoint, path } = context;
  const child = `${context.executionId}/${path}`;
  let closed: Promise<void> | undefined;
  if (checkpoint.step(path).child === undefined) {
    ({ closed } = await context.calls.frame(child, await inputOf(node, context)));
    checkpoint.remember(path, { child });
  }
  const ended = async () => {
    const result = await reported(child, context);
    // The news of its end would come between a parent and its own.
    await closed;
    return result;
  };
  try {
    return outputOf(await ended());
  } catch (error) {
    if (!isCancellation(error) || checkpoint.childResult(path) !== undefined) throw error;
    await CancellationScope.nonCancellable(async () => {
      const handle = getExternalWorkflowHandle(child);
      if (!context.ending.cancelled) await handle.signal(breakOffSignal).catch(() => undefined);
      await handle.cancel().catch(() => undefined);
      await ended();
    });
    throw error;
  }
}

async function inputOf(node: FrameNode, context: NodeContext): Promise<FrameInput> {
  const { executionId, settings, onBreach, path, spending, steering, calls, values } = context;
  const read = context.scope.stored({ roots: 'all', nodes: nodesReadBy(node) });
  // Children of one node read the same inputs.
  const beginning: FrameBeginning = { node, scope: { ...read, inputs: await values.keptOnce(read.inputs) } };
  const isSmall = JSON.stringify(beginning).length <= MAX_INLINE_CHARACTERS;
  return {
    execution_id: executionId,
    settings,
    on_breach: onBreach,
    path,
    parent: workflowInfo().workflowId,
    beginning: isSmall
      ? { json: beginning as unknown as Json }
      : await calls.local('keepFrame', { execution_id: executionId, beginning }),
    spending,
    paused: steering.paused,
  };
}

async function reported(child: string, { checkpoint, path, calls }: NodeContext): Promise<ChildResult> {
  const arrived = () => checkpoint.childResult(path) !== undefined;
  for (let wait = FIRST_LOOK_MS; !(await condition(arrived, wait)); wait = Math.min(wait * 2, LAST_LOOK_MS)) {
    if (!(await calls.childRuns(child)) && !arrived()) {
      checkpoint.childEnded(path, {
        status: 'failed',
        error: { code: 'child_lost', message: `Its workflow ${child} ended without a result` },
      });
    }
  }
  return checkpoint.childResult(path) as ChildResult;
}

function outputOf(result: ChildResult): Stored {
  switch (result.status) {
    case 'completed':
      return result.output;
    case 'failed':
      throw new GraphFailure(result.error.code, result.error.message);
    case 'cancelled':
      throw new CancelledFailure('The execution was cancelled');
    default:
      return result satisfies never;
  }
}
