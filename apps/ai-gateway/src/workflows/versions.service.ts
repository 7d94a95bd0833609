import type { JsonObject } from '@aiwf/definition';
import type { RefineRequest, WorkflowVerdict } from '@aiwf/contracts';
import { HttpProblem } from '@aiwf/platform';
import { Injectable } from '@nestjs/common';
import { type PlanContext, PlannerService, type PlanningUsage } from '../planner';
import type { StoredWorkflow } from './stored-workflow';
import { WorkflowsRepository } from './workflows.repository';
import { WorkflowsService } from './workflows.service';

/** A new version, and the one before it. */
export interface NewVersion {
  before: StoredWorkflow;
  after: StoredWorkflow;
}

/** What a version took that nobody had to plan. */
const NOTHING: PlanningUsage = { llm_calls: 0, input_tokens: 0, output_tokens: 0, cost_usd: 0 };

/** Makes further versions of workflows; none is ever changed. */
@Injectable()
export class VersionsService {
  constructor(
    private readonly workflows: WorkflowsService,
    private readonly repository: WorkflowsRepository,
    private readonly planner: PlannerService,
  ) {}

  /**
   * Changes the latest version as an instruction says, and nothing else of it.
   *
   * @throws HttpProblem 404, 409 when another version is the latest, 422 when the instruction can't be followed, 503 or
   * 504 when the model fails
   */
  async refine(
    id: string,
    { user_id, instruction, base_version }: RefineRequest,
    context: PlanContext,
  ): Promise<NewVersion> {
    const before = await this.workflows.get(id, user_id);
    if (base_version !== undefined && base_version !== before.version) throw notTheLatest(before.version);
    const earlier = await this.repository.instructions(id, user_id);
    const prompt = [before.prompt, ...earlier].join('\n');
    const plan = await this.planner.refine(before.definition, { prompt, instruction }, context);
    const { definition, ...planned } = plan;
    return this.appended(before, {
      ...before,
      ...planned,
      ...next(before),
      origin: 'refined',
      instruction,
      definition: { ...definition, id },
    });
  }

  /**
   * Makes a version with the content of an earlier one.
   *
   * @throws HttpProblem 404
   */
  async restore(id: string, version: number, userId: string): Promise<NewVersion> {
    const before = await this.workflows.get(id, userId);
    const restored = await this.workflows.get(id, userId, version);
    return this.appended(before, {
      ...restored,
      ...next(before),
      origin: 'restored',
      restoredFrom: version,
      repairs: [],
      usage: NOTHING,
    });
  }

  /** Whether a definition holds; nothing is stored. */
  async validate(workflow: JsonObject, prompt: string | undefined): Promise<WorkflowVerdict> {
    const { valid, problems, warnings, explanation } = await this.planner.judge(workflow, prompt);
    return { valid, problems: [...problems], warnings: [...warnings], explanation };
  }

  private async appended(before: StoredWorkflow, after: StoredWorkflow): Promise<NewVersion> {
    if (await this.repository.append(after)) return { before, after };
    const { version } = await this.workflows.get(before.id, before.userId);
    throw notTheLatest(version);
  }
}

function next({ version }: StoredWorkflow) {
  return { version: version + 1, instruction: null, restoredFrom: null, createdAt: new Date() };
}

function notTheLatest(latest: number): HttpProblem {
  return new HttpProblem('version_conflict', {
    detail: `The latest version is ${latest}: look at what changed, and send the instruction again`,
  });
}
