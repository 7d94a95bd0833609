import type { DryRun, DryRunRequest } from '@aiwf/contracts';
import type { JsonObject } from '@aiwf/definition';
import { Injectable } from '@nestjs/common';
import { DryRunClient } from '../engine-client';
import { assertInputsFit, WorkflowInliner } from '../executions';
import { WorkflowsService } from '../workflows';

/** Shows what a run of a stored workflow would do; the engine executes it with nothing sent. */
@Injectable()
export class DryRunService {
  constructor(
    private readonly workflows: WorkflowsService,
    private readonly inliner: WorkflowInliner,
    private readonly engine: DryRunClient,
  ) {}

  /**
   * @param gone aborted once the caller has left
   * @throws HttpProblem 404 unknown workflow, 422 inputs or mocks that don't fit it, 503 the engine is away, 504 with what
   * is known by then
   */
  async run(
    workflowId: string,
    { user_id, version, inputs, mocks }: DryRunRequest,
    requestId: string,
    gone: AbortSignal,
  ): Promise<DryRun> {
    const { definition } = await this.workflows.get(workflowId, user_id, version);
    assertInputsFit(definition, inputs);
    const whole = await this.inliner.inline(definition, user_id);
    const body = {
      user_id,
      workflow_data: whole as unknown as JsonObject,
      ...(inputs === undefined ? {} : { inputs }),
      ...(mocks === undefined ? {} : { mocks }),
    };
    return this.engine.dryRun(body, requestId, gone);
  }
}
