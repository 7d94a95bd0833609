import {
  EXECUTION_STARTED_MESSAGE,
  type ExecuteWorkflowRequest,
  type ExecutionStarted,
  type ExecutionView,
  GENERATED_AND_STARTED_MESSAGE,
  type GenerateAndExecuteRequest,
  type GeneratedAndStarted,
  newExecutionId,
  newWorkflowId,
} from '@aiwf/contracts';
import { type JsonObject, resolveInputs, type WorkflowDefinition } from '@aiwf/definition';
import { IdempotencyKeys, type KeyedRequest } from '@aiwf/persistence';
import { ExecutionLog, type GatewayConfig, HttpProblem } from '@aiwf/platform';
import { Inject, Injectable } from '@nestjs/common';
import { InjectMetric } from '@willsoto/nestjs-prometheus';
import { Counter } from 'prom-client';
import { EngineClient } from '../engine-client';
import { GATEWAY_CONFIG } from '../gateway-config';
import { type StoredWorkflow, toView, WorkflowsService } from '../workflows';
import { EXECUTIONS_REQUESTED } from './execution.metrics';

/** What is known of a request to execute while it is dealt with. */
interface RecordedRequest {
  user_id: string;
  /** Absent as long as the workflow is not made. */
  workflow_id?: string;
  /** Made for this request; the first request's once a repeated key has shown that there was one. */
  execution_id: string;
}

/** Executes stored workflows on the engine, for their owners alone. */
@Injectable()
export class ExecutionsService {
  constructor(
    private readonly workflows: WorkflowsService,
    private readonly engine: EngineClient,
    private readonly keys: IdempotencyKeys,
    private readonly log: ExecutionLog,
    @Inject(GATEWAY_CONFIG) private readonly config: GatewayConfig,
    @InjectMetric(EXECUTIONS_REQUESTED) private readonly requested: Counter,
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
    const { user_id, inputs } = request;
    return this.recorded({ user_id, workflow_id: workflowId }, async (entry) => {
      const workflow = await this.workflows.get(workflowId, user_id);
      assertInputsFit(workflow.definition, inputs);
      const body = { workflow_id: workflowId, inputs: inputs ?? null };
      const asked = { userId: user_id, route: 'POST /ai/workflows/{workflow_id}/execute', body };
      const { execution_id } = await this.claim(key, asked, { execution_id: entry.execution_id });
      entry.execution_id = execution_id;
      await this.start(workflow, inputs, execution_id, requestId);
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
    return this.recorded({ user_id }, async (entry) => {
      const body = { prompt, inputs: inputs ?? null };
      const asked = { userId: user_id, route: 'POST /ai/workflows/generate-and-execute', body };
      const proposed = { workflow_id: newWorkflowId(), execution_id: entry.execution_id };
      const { workflow_id, execution_id } = await this.claim(key, asked, proposed);
      entry.execution_id = execution_id;
      const workflow = await (key === undefined
        ? this.workflows.generate(prompt, user_id, requestId)
        : this.workflows.generateOnce(workflow_id, prompt, user_id, requestId));
      entry.workflow_id = workflow.id;
      try {
        assertInputsFit(workflow.definition, inputs);
        await this.start(workflow, inputs, execution_id, requestId);
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
    { definition, userId }: StoredWorkflow,
    inputs: JsonObject | undefined,
    executionId: string,
    requestId: string,
  ): Promise<void> {
    const start = { workflow_data: definition, user_id: userId, execution_id: executionId, inputs };
    await this.engine.execute(start, requestId);
  }

  /** Logs and counts a request to execute and what became of it, under an id that is made before, so that both have it. */
  private async recorded<Answer>(
    about: Pick<RecordedRequest, 'user_id' | 'workflow_id'>,
    run: (entry: RecordedRequest) => Promise<Answer>,
  ): Promise<Answer> {
    const entry: RecordedRequest = { ...about, execution_id: newExecutionId() };
    this.log.record('execution.request', entry);
    try {
      if (!this.config.executionEnabled) throw new HttpProblem('execution_disabled');
      const answer = await run(entry);
      this.log.record('execution.response', { ...entry, status: 'running', outcome: 200 });
      this.requested.inc({ outcome: 'started' });
      return answer;
    } catch (error) {
      const outcome = error instanceof HttpProblem ? error.code : 'internal_error';
      this.log.record('execution.response', { ...entry, outcome });
      this.requested.inc({ outcome });
      throw error;
    }
  }
}

function assertInputsFit(definition: WorkflowDefinition, given: JsonObject | undefined): void {
  const resolved = resolveInputs(definition.inputs, given);
  if (resolved.ok) return;
  const errors = resolved.problems.map((problem) => ({ ...problem, path: `/inputs${problem.path}` }));
  throw new HttpProblem('invalid_inputs', { errors });
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
