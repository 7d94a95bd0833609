import type { WorkflowInterceptorsFactory } from '@temporalio/workflow';

let arrived = 0;

const arrive = () => void (arrived += 1);

/** How often something reached this workflow so far, other than the ends of local activities. */
export function arrivals(): number {
  return arrived;
}

function counted<T>(coming: Promise<T>): Promise<T> {
  coming.then(arrive, arrive);
  return coming;
}

/** Counts what reaches a workflow. Bundled by its path; each workflow has a count of its own. */
export const interceptors: WorkflowInterceptorsFactory = () => ({
  inbound: [
    {
      handleSignal: (input, next) => {
        arrive();
        return next(input);
      },
      handleUpdate: (input, next) => {
        arrive();
        return next(input);
      },
    },
  ],
  outbound: [
    {
      startTimer: (input, next) => counted(next(input)),
      scheduleActivity: (input, next) => counted(next(input)),
      signalWorkflow: (input, next) => counted(next(input)),
      startChildWorkflowExecution: async (input, next) => {
        const [begun, ended] = await next(input);
        return [counted(begun), counted(ended)];
      },
    },
  ],
});
