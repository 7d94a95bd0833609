import { ESTIMATE_MAX_CHARACTERS, type Estimate, type EstimateRequest } from '@aiwf/contracts';
import type { JsonObject, WorkflowDefinition } from '@aiwf/definition';
import { Injectable } from '@nestjs/common';
import { EstimateService } from '../estimate';
import { WorkflowsService } from '../workflows';
import { assertInputsFit } from './inputs.check';
import { WorkflowInliner } from './workflow.inliner';

/** What is run: a definition that stands alone, for whom, and with which inputs. */
interface Run {
  definition: WorkflowDefinition;
  userId: string;
  workflowId: string;
  inputs: JsonObject | undefined;
}

/** Estimates of stored workflows, and those that go along with executions. */
@Injectable()
export class EstimatesService {
  constructor(
    private readonly workflows: WorkflowsService,
    private readonly inliner: WorkflowInliner,
    private readonly estimates: EstimateService,
  ) {}

  /**
   * What a run of a stored workflow will take; waits two seconds at most for what is known of earlier runs.
   *
   * @throws HttpProblem 404 unknown workflow, 422 inputs that don't fit it
   */
  async estimate(workflowId: string, { user_id, version, inputs }: EstimateRequest): Promise<Estimate> {
    const { definition } = await this.workflows.get(workflowId, user_id, version);
    if (inputs !== undefined) assertInputsFit(definition, inputs);
    const whole = await this.inliner.inline(definition, user_id);
    await this.estimates.ready(user_id, workflowId);
    return this.estimates.estimate(whole, user_id, { workflowId, ...(inputs ? { inputs } : {}) });
  }

  /** The estimate that a run is started with, small enough to be kept with it. */
  ofRun({ definition, userId, workflowId, inputs }: Run): JsonObject {
    const estimate = this.estimates.estimate(definition, userId, {
      workflowId,
      ...(inputs ? { inputs } : {}),
    });
    if (JSON.stringify(estimate).length > ESTIMATE_MAX_CHARACTERS) estimate.nodes = [];
    return estimate as unknown as JsonObject;
  }
}
