/** The program of the thread that workflow code runs in, see {@link WorkflowThread}. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { runInContext } from 'node:vm';
import { parentPort, workerData } from 'node:worker_threads';
import { coresdk } from '@temporalio/proto';
import type { SinkCall } from '@temporalio/workflow';
import { ReusableVMWorkflowCreator } from '@temporalio/worker/lib/workflow/reusable-vm';
import { globalHandlers } from '@temporalio/worker/lib/workflow/vm-shared';
import { WorkMark } from './thread-watch';
import { withoutFunctions } from './without-functions';
import type { Activated, ThreadAnswer, ThreadBeginning, ThreadCheck, ThreadRequest } from './workflow-thread';

const { WorkflowActivation } = coresdk.workflow_activation;
const { bundle, activityNames, ...beginning } = workerData as ThreadBeginning;
const mark = new WorkMark(beginning.mark);

/** The sandbox has no time limit of its own: this thread is watched from outside while it is at work there. */
const UNWATCHED = undefined as unknown as number;

/** An activation waits for one turn of the event loop, so after two all that began before are answered. */
const TURNS_UNTIL_ANSWERED = 2;

/** All runs share it: each call into it first puts the globals of its run in place. */
class Sandbox extends ReusableVMWorkflowCreator {
  /** What promises of the last run have left to do is done now, while its globals are there. */
  drain(): void {
    runInContext('', this.context);
  }
}

async function main(): Promise<void> {
  const sandbox = await Sandbox.create(bundle, UNWATCHED, activityNames);
  // Its hooks keep the stack of each promise for a query that shows where a run waits. Workflow code takes no stacks
  // (`stack-traces.ts`), and for some seventy promises a step the hooks take a tenth of a node.
  globalHandlers.uninstall();

  async function activate({ number, runId, options, activation }: ThreadRequest): Promise<Activated> {
    if (options) await enter(number, () => sandbox.createWorkflow(options));
    const workflow = ReusableVMWorkflowCreator.workflowByRunId.get(runId);
    if (!workflow) throw new Error(`There is no workflow for the run ${runId}`);
    const jobs = WorkflowActivation.fromObject(activation as object);
    const completion = await enter(number, () => workflow.activate(jobs));
    return { completion, sinkCalls: (await workflow.getAndResetSinkCalls()).filter(isNew).map(sendable) };
  }

  function enter<Result>(number: number, work: () => Result): Result {
    return mark.during(number, (afterBreak) => {
      if (afterBreak) sandbox.drain();
      return work();
    });
  }

  async function answer(request: ThreadRequest): Promise<void> {
    const { number } = request;
    try {
      post({ number, ...(await activate(request)) });
    } catch (error) {
      const { message, stack } = error as Error;
      post({ number, failure: { message, ...(stack !== undefined && { stack }) } });
    }
  }

  /** Whatever state it is in: code that was broken off may fail to end well. */
  async function forget({ number, runId }: ThreadRequest): Promise<void> {
    const runs = ReusableVMWorkflowCreator.workflowByRunId;
    await enter(number, () => runs.get(runId)?.dispose())?.catch(() => runs.delete(runId));
  }

  parentPort?.on('message', (request: ThreadRequest | ThreadCheck) => {
    if ('check' in request) void check(request);
    else void (request.activation ? answer : forget)(request);
  });
  parentPort?.postMessage('ready');
}

/** Something was broken off. By the time of the answer all else that was asked before is answered. */
async function check(request: ThreadCheck): Promise<void> {
  for (let turn = 0; turn < TURNS_UNTIL_ANSWERED; turn += 1) await nextTurn();
  post(request);
}

function post(answer: ThreadAnswer | ThreadCheck): void {
  parentPort?.postMessage(answer);
}

function isNew({ workflowInfo }: SinkCall): boolean {
  return !workflowInfo.unsafe.isReplayingHistoryEvents;
}

/** Later activations change what the run knows of itself. */
function sendable({ workflowInfo, ...call }: SinkCall): SinkCall {
  return { ...call, workflowInfo: withoutFunctions(workflowInfo) };
}

void main();
