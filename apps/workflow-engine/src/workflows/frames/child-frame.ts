import {
  CancellationScope,
  CancelledFailure,
  ParentClosePolicy,
  condition,
  getExternalWorkflowHandle,
  isCancellation,
  startChild,
  workflowInfo,
} from '@temporalio/workflow';
import type { Stored } from '../values.contract';
import type { ChildResult } from '../checkpoint';
import { GraphFailure } from '../graph-failure';
import type { NodeContext } from '../nodes/node-context';
import { READS_ALL } from '../reads';
import type { FrameInput, FrameNode } from './frame-input';

/** How long a child may be silent until somebody looks whether it still runs; doubled each time, up to the last. */
const FIRST_LOOK_MS = 60_000;
const LAST_LOOK_MS = 3_600_000;

/** What a child's scope may hold in its parent's history. */
const MAX_SCOPE_CHARACTERS = 512 * 1024;

/**
 * Runs a node as a child workflow and waits for what it reports. The child outlives its parent's continue-as-new, so
 * it reports by a signal that reaches whichever run its parent is in by then.
 */
export async function runChild(node: FrameNode, context: NodeContext): Promise<Stored> {
  const { checkpoint, path } = context;
  const child = `${context.executionId}/${path}`;
  if (checkpoint.step(path).child === undefined) {
    const input = await inputOf(node, context);
    await context.gate.pass(async () => {
      await context.progress.flush();
      await startChild('runFrame', {
        workflowId: child,
        args: [input],
        parentClosePolicy: ParentClosePolicy.ABANDON,
        workflowIdReusePolicy: 'REJECT_DUPLICATE',
        ...(context.settings.dry_run
          ? { workflowExecutionTimeout: context.settings.dry_run.timeout_ms }
          : {}),
      });
      checkpoint.remember(path, { child });
    });
  }
  try {
    return outputOf(await reported(child, context));
  } catch (error) {
    if (!isCancellation(error) || checkpoint.childResult(path) !== undefined) throw error;
    await CancellationScope.nonCancellable(async () => {
      await getExternalWorkflowHandle(child)
        .cancel()
        .catch(() => undefined);
      await reported(child, context);
    });
    throw error;
  }
}

async function inputOf(node: FrameNode, context: NodeContext): Promise<FrameInput> {
  const { executionId, settings, onBreach, path, scope, spending, steering, values } = context;
  const stored = scope.stored(READS_ALL);
  return {
    execution_id: executionId,
    settings,
    on_breach: onBreach,
    node,
    path,
    parent: workflowInfo().workflowId,
    scope: JSON.stringify(stored).length > MAX_SCOPE_CHARACTERS ? await values.compactScope(stored) : stored,
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
