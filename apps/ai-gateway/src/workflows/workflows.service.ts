import { newWorkflowId, type WorkflowPage } from '@aiwf/contracts';
import { HttpProblem } from '@aiwf/platform';
import { Injectable } from '@nestjs/common';
import { InjectMetric } from '@willsoto/nestjs-prometheus';
import { Counter } from 'prom-client';
import { PlannerService } from '../planner';
import { WORKFLOW_GENERATIONS } from './generation.metrics';
import { readCursor, writeCursor } from './page-cursor';
import type { StoredWorkflow } from './stored-workflow';
import { toSummary } from './workflow.views';
import { WorkflowsRepository } from './workflows.repository';

/** Makes workflows of prompts and keeps them for their users. */
@Injectable()
export class WorkflowsService {
  private readonly generating = new Map<string, Promise<StoredWorkflow>>();

  constructor(
    private readonly planner: PlannerService,
    private readonly repository: WorkflowsRepository,
    @InjectMetric(WORKFLOW_GENERATIONS) private readonly generations: Counter,
  ) {}

  /**
   * Plans a workflow and stores it under an id of its own.
   * @throws HttpProblem 422 when no workflow can be made of the prompt, 503 or 504 when the model fails
   */
  generate(prompt: string, userId: string, requestId: string): Promise<StoredWorkflow> {
    return this.make(newWorkflowId(), prompt, userId, requestId);
  }

  /**
   * The workflow that stands under an id of the user's, planned if there is none yet. Callers in this process share one
   * planning; of two processes that plan at once, the first to store decides for both.
   * @throws HttpProblem as {@link generate} does
   */
  generateOnce(id: string, prompt: string, userId: string, requestId: string): Promise<StoredWorkflow> {
    const underWay = this.generating.get(id);
    if (underWay !== undefined) return underWay;
    const generating = this.findOrMake(id, prompt, userId, requestId).finally(() =>
      this.generating.delete(id),
    );
    this.generating.set(id, generating);
    return generating;
  }

  /** @throws HttpProblem 404 when the user has no such workflow */
  async get(id: string, userId: string): Promise<StoredWorkflow> {
    const workflow = await this.repository.find(id, userId);
    if (workflow === undefined) throw new HttpProblem('workflow_not_found');
    return workflow;
  }

  /**
   * A page of the user's workflows, newest first.
   * @throws HttpProblem 422 when the cursor isn't one of ours
   */
  async list(userId: string, limit: number, cursor?: string): Promise<WorkflowPage> {
    const position = cursor === undefined ? undefined : readCursor(cursor);
    const found = await this.repository.list(userId, limit + 1, position);
    const page = found.slice(0, limit);
    const last = found.length > limit ? page.at(-1) : undefined;
    return { items: page.map(toSummary), next_cursor: last ? writeCursor(last) : null };
  }

  private async findOrMake(
    id: string,
    prompt: string,
    userId: string,
    requestId: string,
  ): Promise<StoredWorkflow> {
    const standing = await this.repository.find(id, userId);
    if (standing !== undefined) return standing;
    await this.make(id, prompt, userId, requestId);
    return this.get(id, userId);
  }

  private async make(id: string, prompt: string, userId: string, requestId: string): Promise<StoredWorkflow> {
    try {
      const { definition, planner, model, warnings } = await this.planner.plan(prompt, { userId, requestId });
      const workflow: StoredWorkflow = {
        id,
        userId,
        name: definition.name,
        prompt,
        planner,
        model,
        warnings: [...warnings],
        definition: { ...definition, id },
        createdAt: new Date(),
      };
      await this.repository.insert(workflow);
      this.generations.inc({ planner, outcome: 'success' });
      return workflow;
    } catch (error) {
      const outcome = error instanceof HttpProblem ? error.code : 'internal_error';
      this.generations.inc({ planner: 'none', outcome });
      throw error;
    }
  }
}
