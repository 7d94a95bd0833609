import { HttpProblem } from '@aiwf/platform';
import { Injectable } from '@nestjs/common';
import { InjectMetric } from '@willsoto/nestjs-prometheus';
import { Counter } from 'prom-client';
import {
  type Plan,
  type PlanContext,
  PlannerService,
  type PlanObserver,
  type PlanRequest,
  type Question,
} from '../planner';
import { WORKFLOW_GENERATIONS } from './generation.metrics';
import type { StoredWorkflow } from './stored-workflow';
import { WorkflowsRepository } from './workflows.repository';

/** A workflow that was made and stored, or what must be known first. */
export type Generation = { readonly workflow: StoredWorkflow } | { readonly questions: readonly Question[] };

/** Makes the first version of workflows. */
@Injectable()
export class WorkflowMaker {
  constructor(
    private readonly planner: PlannerService,
    private readonly repository: WorkflowsRepository,
    @InjectMetric(WORKFLOW_GENERATIONS) private readonly generations: Counter,
  ) {}

  /**
   * Plans a workflow and stores it under an id; where one stands under it already, that one stays.
   *
   * @throws HttpProblem 422 when no workflow can be made of the prompt, 503 or 504 when the model fails
   */
  async make(
    id: string,
    request: PlanRequest,
    context: PlanContext,
    observer?: PlanObserver,
  ): Promise<Generation> {
    return this.counted(async () => {
      const outcome = await this.planner.plan(request, context, observer);
      if ('questions' in outcome) return outcome;
      const workflow = firstVersion(id, request.prompt, context.userId, outcome.plan);
      await this.repository.insert(workflow);
      return { workflow };
    });
  }

  private async counted(make: () => Promise<Generation>): Promise<Generation> {
    try {
      const made = await make();
      const planner = 'workflow' in made ? made.workflow.planner : 'none';
      this.generations.inc({ planner, outcome: 'workflow' in made ? 'success' : 'questions' });
      return made;
    } catch (error) {
      const outcome = error instanceof HttpProblem ? error.code : 'internal_error';
      this.generations.inc({ planner: 'none', outcome });
      throw error;
    }
  }
}

function firstVersion(id: string, prompt: string, userId: string, plan: Plan): StoredWorkflow {
  const { definition, ...planned } = plan;
  return {
    id,
    userId,
    prompt,
    version: 1,
    origin: 'generated',
    instruction: null,
    restoredFrom: null,
    ...planned,
    definition: { ...definition, id },
    createdAt: new Date(),
  };
}
