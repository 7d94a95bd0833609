import {
  EXECUTION_STARTED_MESSAGE,
  type ExecuteWorkflowRequest,
  type ExecutionStarted,
  type ExecutionView,
  GENERATED_AND_STARTED_MESSAGE,
  type GenerateAndExecuteRequest,
  type GeneratedAndStarted,
  newWorkflowId,
} from '@aiwf/contracts';
import type { JsonObject } from '@aiwf/definition';
import { IdempotencyKeys, type KeyedRequest } from '@aiwf/persistence';
import { HttpProblem } from '@aiwf/platform';
import { Injectable } from '@nestjs/common';
import { EngineClient } from '../engine-client';
import { type StoredWorkflow, toView, WorkflowsService } from '../workflows';
import { EstimatesService } from './estimates.service';
import { ExecutionRecorder } from './execution.recorder';
import { assertInputsFit } from './inputs.check';
import { WorkflowInliner } from './workflow.inliner';

/** Executes stored workflows on the engine, for their owners alone. */
@Injectable()
export class ExecutionsService {
  constructor(
    private readonly workflows: WorkflowsService,
    private readonly engine: EngineClient,
    private readonly keys: IdempotencyKeys,
    private readonly recorder: ExecutionRecorder,
    private readonly inliner: WorkflowInliner,
    private readonly estimates: EstimatesService,
  ) {}

  /**
   * Starts an execution of a stored workflow.
   * @param key the request's `Idempotency-Key`; claimed once the request is sound, so that a refused one may be corrected
   * @throws HttpProblem 404 unknown workflow, 422 inputs that don't fit it or a key that came with another request,
   * 503 execution is off or the engine is away
   */
  execute(
    workflowId: string,
    request: ExecuteWorkflowRequest,
    requestId: string,
    key?: string,
  ): Promise<ExecutionStarted> {
    const { user_id, inputs, version } = request;
    return this.recorder.recorded({ user_id, workflow_id: workflowId }, async (entry) => {
      const workflow = await this.workflows.get(workflowId, user_id, version);
      assertInputsFit(workflow.definition, inputs);
      const definition = await this.inliner.inline(workflow.definition, user_id);
      const body = {
        workflow_id: workflowId,
        inputs: inputs ?? null,
        ...(version === undefined ? {} : { version }),
      };
      const asked = { userId: user_id, route: 'POST /ai/workflows/{workflow_id}/execute', body };
      const { execution_id } = await this.claim(key, asked, { execution_id: entry.execution_id });
      entry.execution_id = execution_id;
      await this.start({ ...workflow, definition }, inputs, execution_id, requestId);
      return {
        execution_id,
        status: 'running',
        workflow_id: workflowId,
        user_id,
        message: EXECUTION_STARTED_MESSAGE,
      };
    });
  }

  /**
   * Generates a workflow and starts it. When only the start fails, the workflow is stored all the same and the error
   * names it, so that the caller goes on with `execute`.
   * @param key the request's `Idempotency-Key`; claimed before planning, so that nothing is planned twice
   * @throws HttpProblem as generating and as {@link execute} do
   */
  generateAndExecute(
    request: GenerateAndExecuteRequest,
    requestId: string,
    key?: string,
  ): Promise<GeneratedAndStarted> {
    const { prompt, user_id, inputs } = request;
    return this.recorder.recorded({ user_id }, async (entry) => {
      const body = { prompt, inputs: inputs ?? null };
      const asked = { userId: user_id, route: 'POST /ai/workflows/generate-and-execute', body };
      const proposed = { workflow_id: newWorkflowId(), execution_id: entry.execution_id };
      const { workflow_id, execution_id } = await this.claim(key, asked, proposed);
      entry.execution_id = execution_id;
      const workflow = await this.workflows.generateOnce(workflow_id, prompt, {
        userId: user_id,
        requestId,
      });
      entry.workflow_id = workflow.id;
      try {
        assertInputsFit(workflow.definition, inputs);
        const definition = await this.inliner.inline(workflow.definition, user_id);
        await this.start({ ...workflow, definition }, inputs, execution_id, requestId);
      } catch (error) {
        throw error instanceof HttpProblem ? naming(workflow.id, error) : error;
      }
      return {
        workflow: workflow.definition,
        ai_metadata: toView(workflow).ai_metadata,
        execution: { execution_id, status: 'running', message: GENERATED_AND_STARTED_MESSAGE },
      };
    });
  }

  /** @throws HttpProblem 404 when the user has no such execution, 503 or 504 when the engine is away */
  status(executionId: string, userId: string, requestId: string): Promise<ExecutionView> {
    return this.engine.describe(executionId, userId, requestId);
  }

  /** What the key stands for; without a key, each request stands for itself. */
  private claim<Ids extends JsonObject>(
    key: string | undefined,
    asked: Omit<KeyedRequest, 'key'>,
    proposed: Ids,
  ): Ids | Promise<Ids> {
    return key === undefined ? proposed : this.keys.claim({ ...asked, key }, proposed);
  }

  private async start(
    { id: workflowId, version, definition, userId }: StoredWorkflow,
    inputs: JsonObject | undefined,
    executionId: string,
    requestId: string,
  ): Promise<void> {
    const estimate = this.estimates.ofRun({ definition, userId, workflowId, inputs });
    await this.engine.execute(
      {
        workflow_data: definition,
        workflow_version: version,
        user_id: userId,
        execution_id: executionId,
        inputs,
        estimate,
      },
      requestId,
    );
  }
}

/** The same problem, which also tells the caller under which id the workflow was stored. */
function naming(workflowId: string, problem: HttpProblem): HttpProblem {
  const stored = {
    path: '/ai_metadata/workflow_id',
    message: `The workflow was generated and stored as ${workflowId}; only its execution was not started`,
    hint: `POST /ai/workflows/${workflowId}/execute`,
    code: 'workflow_stored',
  };
  const { code, detail, headers } = problem;
  return new HttpProblem(code, {
    detail,
    headers,
    errors: [...(problem.errors ?? []), stored],
    cause: problem,
  });
}
