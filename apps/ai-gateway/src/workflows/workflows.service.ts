import { newWorkflowId, type VersionList, type WorkflowPage } from '@aiwf/contracts';
import { HttpProblem } from '@aiwf/platform';
import { Injectable } from '@nestjs/common';
import type { PlanContext, PlanObserver, PlanRequest } from '../planner';
import { readCursor, writeCursor } from './page-cursor';
import { type Generation, WorkflowMaker } from './workflow.maker';
import type { StoredWorkflow } from './stored-workflow';
import { toSummary, toVersionSummary } from './workflow.views';
import { WorkflowsRepository } from './workflows.repository';

/** Workflows of users, each in its versions. */
@Injectable()
export class WorkflowsService {
  private readonly generating = new Map<string, Promise<StoredWorkflow>>();

  constructor(
    private readonly maker: WorkflowMaker,
    private readonly repository: WorkflowsRepository,
  ) {}

  /**
   * Plans a workflow and stores it under an id of its own; or tells what must be known first, where that was asked for.
   *
   * @throws HttpProblem 422 when no workflow can be made of the prompt, 503 or 504 when the model fails
   */
  generate(request: PlanRequest, context: PlanContext, observer?: PlanObserver): Promise<Generation> {
    return this.maker.make(newWorkflowId(), request, context, observer);
  }

  /**
   * The workflow that stands under an id of the user's, planned if there is none yet. Callers in this process share one
   * planning; of two processes that plan at once, the first to store decides for both.
   *
   * @throws HttpProblem as {@link generate} does
   */
  generateOnce(id: string, prompt: string, context: PlanContext): Promise<StoredWorkflow> {
    const underWay = this.generating.get(id);
    if (underWay !== undefined) return underWay;
    const generating = this.findOrMake(id, prompt, context).finally(() => this.generating.delete(id));
    this.generating.set(id, generating);
    return generating;
  }

  /**
   * @param version absent: the latest
   * @throws HttpProblem 404 when the user has no such workflow, or it has no such version
   */
  async get(id: string, userId: string, version?: number): Promise<StoredWorkflow> {
    const workflow = await this.repository.find(id, userId, version);
    if (workflow !== undefined) return workflow;
    if (version === undefined || (await this.repository.find(id, userId)) === undefined) {
      throw new HttpProblem('workflow_not_found');
    }
    throw new HttpProblem('version_not_found', { detail: `The workflow has no version ${version}` });
  }

  /**
   * A page of the user's workflows, newest first.
   *
   * @throws HttpProblem 422 when the cursor isn't one of ours
   */
  async list(userId: string, limit: number, cursor?: string): Promise<WorkflowPage> {
    const position = cursor === undefined ? undefined : readCursor(cursor);
    const found = await this.repository.list(userId, limit + 1, position);
    const page = found.slice(0, limit);
    const last = found.length > limit ? page.at(-1) : undefined;
    return { items: page.map(toSummary), next_cursor: last ? writeCursor(last) : null };
  }

  /** @throws HttpProblem 404 when the user has no such workflow */
  async versions(id: string, userId: string): Promise<VersionList> {
    const versions = await this.repository.versions(id, userId);
    if (versions.length === 0) throw new HttpProblem('workflow_not_found');
    return { workflow_id: id, versions: versions.map(toVersionSummary) };
  }

  private async findOrMake(id: string, prompt: string, context: PlanContext): Promise<StoredWorkflow> {
    const standing = await this.repository.find(id, context.userId);
    if (standing !== undefined) return standing;
    await this.maker.make(id, { prompt }, context);
    return this.get(id, context.userId);
  }
}
