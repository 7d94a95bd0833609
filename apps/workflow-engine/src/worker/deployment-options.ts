import type { WorkerDeploymentOptions } from '@temporalio/worker';
import type { WorkerVersion } from '@aiwf/platform';

/** How a worker of a version takes part: what it began stays with it, see docs/operations.md, "Versions side by side". */
export function deploymentOptions(version: WorkerVersion): WorkerDeploymentOptions {
  return { version, useWorkerVersioning: true, defaultVersioningBehavior: 'PINNED' };
}
