import { Worker } from '@temporalio/worker';
import type { WorkflowCreator } from '@temporalio/worker/lib/workflow/interface';
import { WorkflowThread } from './workflow-thread';

/** Temporal's worker, with a thread for workflow code that is this engine's own, see ADR 27. */
export class EngineWorker extends Worker {
  protected static override createWorkflowCreator(
    ...[bundle, { activities, isolateExecutionTimeoutMs }]: Parameters<typeof Worker.createWorkflowCreator>
  ): Promise<WorkflowCreator> {
    return WorkflowThread.start({
      bundle,
      activityNames: new Set(activities.keys()),
      timeoutMs: isolateExecutionTimeoutMs,
    });
  }
}
