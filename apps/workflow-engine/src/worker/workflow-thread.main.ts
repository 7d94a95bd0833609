/** The program of the thread that workflow code runs in, see {@link WorkflowThread}. */
import { createContext, Script } from 'node:vm';
import { parentPort, workerData } from 'node:worker_threads';
import { coresdk } from '@temporalio/proto';
import type { SinkCall } from '@temporalio/workflow';
import { ReusableVMWorkflowCreator } from '@temporalio/worker/lib/workflow/reusable-vm';
import { globalHandlers } from '@temporalio/worker/lib/workflow/vm-shared';
import { withoutFunctions } from './without-functions';
import type { Activated, ThreadAnswer, ThreadBeginning, ThreadRequest } from './workflow-thread';

const { WorkflowActivation } = coresdk.workflow_activation;
const { bundle, activityNames, timeoutMs } = workerData as ThreadBeginning;

/** The sandbox has no time limit of its own: what is called there is called by {@link watched}. */
const UNWATCHED = undefined as unknown as number;

const room = createContext({ work: undefined });
const doWork = new Script('work()');

/**
 * Calls into workflow code, and breaks it off when it has not come to rest in time, however it is nested. Node starts a thread
 * for each such watch, which takes longer than most of what is watched, and Temporal's SDK has one for each of the three
 * calls or more of an activation.
 *
 * @throws Error when the time is over
 */
function watched<Result>(work: () => Result): Result {
  room['work'] = work;
  return doWork.runInContext(room, { timeout: timeoutMs }) as Result;
}

async function main(): Promise<void> {
  const creator = await ReusableVMWorkflowCreator.create(bundle, UNWATCHED, activityNames);
  // Its hooks keep the stack of each promise for a query that shows where a run waits. Workflow code takes no stacks
  // (`stack-traces.ts`), and for some seventy promises a step the hooks take a tenth of a node.
  globalHandlers.uninstall();

  async function activate({ runId, options, activation }: ThreadRequest): Promise<Activated> {
    if (options) await watched(() => creator.createWorkflow(options));
    const workflow = ReusableVMWorkflowCreator.workflowByRunId.get(runId);
    if (!workflow) throw new Error(`There is no workflow for the run ${runId}`);
    const jobs = WorkflowActivation.fromObject(activation as object);
    const completion = await watched(() => workflow.activate(jobs));
    return { completion, sinkCalls: (await workflow.getAndResetSinkCalls()).filter(isNew).map(sendable) };
  }

  async function answer(request: ThreadRequest): Promise<void> {
    const { runId } = request;
    try {
      post({ runId, ...(await activate(request)) });
    } catch (error) {
      const { message, stack } = error as Error;
      post({ runId, failure: { message, ...(stack !== undefined && { stack }) } });
    }
  }

  parentPort?.on('message', (request: ThreadRequest) => void (request.activation ? answer : forget)(request));
  parentPort?.postMessage('ready');
}

/** Whatever state it is in: code that was broken off may fail to end well. */
async function forget({ runId }: ThreadRequest): Promise<void> {
  const runs = ReusableVMWorkflowCreator.workflowByRunId;
  await runs
    .get(runId)
    ?.dispose()
    .catch(() => runs.delete(runId));
}

function post(answer: ThreadAnswer): void {
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
