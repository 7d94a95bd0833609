import type { WorkflowDefinition } from '@aiwf/definition';
import { HttpProblem } from '@aiwf/platform';
import { Injectable } from '@nestjs/common';
import { WorkflowsService } from '../workflows';
import { inlineWorkflows } from './inline-workflows';

/** Puts a user's stored workflows in the place of `workflow` nodes that name them; the engine knows none. */
@Injectable()
export class WorkflowInliner {
  constructor(private readonly workflows: WorkflowsService) {}

  /** @throws HttpProblem as {@link inlineWorkflows} */
  inline(definition: WorkflowDefinition, userId: string): Promise<WorkflowDefinition> {
    return inlineWorkflows(definition, async (id) => {
      try {
        return (await this.workflows.get(id, userId)).definition;
      } catch (error) {
        if (error instanceof HttpProblem && error.code === 'workflow_not_found') return undefined;
        throw error;
      }
    });
  }
}
