import { Injectable } from '@nestjs/common';
import type { WorkflowDefinition } from '@aiwf/definition';
import { RunMessagesService } from '../../temporal';
import { ExecutionRepository } from '../execution.repository';
import { ExecutionRemoval } from '../steering/execution.removal';
import { DryRunRepository } from './dry-run.repository';
import { nodeAt } from './node-at';

/** Ends dry runs, wherever they stand, and removes what they left, here and in Temporal. */
@Injectable()
export class DryRunRemoval {
  constructor(
    private readonly executions: ExecutionRepository,
    private readonly repository: DryRunRepository,
    private readonly messages: RunMessagesService,
    private readonly removal: ExecutionRemoval,
  ) {}

  async remove(executionId: string): Promise<void> {
    if (!(await this.executions.find(executionId))) return;
    const { definition } = await this.executions.plan(executionId);
    await this.messages.endAndDelete([executionId]);
    // A node is in the log before its workflow is started, so all that may have been started is known by now.
    const inner = (await this.repository.startedPaths(executionId))
      .filter((path) => hasOwnWorkflow(definition, path))
      .map((path) => `${executionId}/${path}`);
    await this.messages.endAndDelete(inner);
    await this.removal.remove(executionId);
  }

  /** Removes dry runs that began before a time: whoever began them is gone. */
  async removeLeftBehind(time: Date): Promise<void> {
    for (const id of await this.repository.leftBehind(time)) await this.remove(id);
  }
}

function hasOwnWorkflow(definition: WorkflowDefinition, path: string): boolean {
  const type = nodeAt(definition, path)?.type;
  return type === 'map' || type === 'loop' || type === 'workflow';
}
