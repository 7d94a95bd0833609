import type { WorkflowInterceptorsFactory } from '@temporalio/workflow';

declare global {
  /** What {@link arrivals} tells. Modules are loaded once for all workflows of a worker; globals are each workflow's own. */
  var arrivalsOfThisWorkflow: number | undefined;
  /** What {@link cameAlone} tells. */
  var cameAloneToThisWorkflow: boolean | undefined;
}

/** How often something reached this workflow so far, other than the ends of local activities. */
export function arrivals(): number {
  return globalThis.arrivalsOfThisWorkflow ?? 0;
}

/** Whether Temporal brought one thing this time, and nothing beside it. */
export function cameAlone(): boolean {
  return globalThis.cameAloneToThisWorkflow === true;
}

function arrive(): void {
  globalThis.arrivalsOfThisWorkflow = arrivals() + 1;
}

function counted<T>(coming: Promise<T>): Promise<T> {
  coming.then(arrive, arrive);
  return coming;
}

/** Counts what reaches a workflow. Bundled by its path. */
export const interceptors: WorkflowInterceptorsFactory = () => ({
  internals: [
    {
      activate: (input, next) => {
        globalThis.cameAloneToThisWorkflow = input.activation.jobs?.length === 1;
        return next(input);
      },
    },
  ],
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
