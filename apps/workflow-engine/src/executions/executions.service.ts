import { Inject, Injectable, Logger } from '@nestjs/common';
import {
  BUILT_IN_TOOLS,
  newExecutionId,
  newWorkflowId,
  WORKFLOW_ID_PATTERN,
  type EngineExecuteRequest,
  type EngineExecutionStarted,
  type ExecutionView,
} from '@aiwf/contracts';
import {
  resolveInputs,
  validateDefinition,
  type JsonObject,
  type WorkflowDefinition,
} from '@aiwf/definition';
import { IdempotencyKeys } from '@aiwf/persistence';
import { ExecutionLog, HttpProblem } from '@aiwf/platform';
import { TemporalService } from '../temporal';
import { ExecutionMetrics } from './execution.metrics';
import {
  ExecutionRepository,
  runInputOf,
  type ExecutionRow,
  type NewExecution,
} from './execution.repository';
import { EXECUTION_SETTINGS } from './execution.settings';
import { executionView, startedView } from './execution.view';
import type { ExecutionSettings } from '../workflows';

/** Starts runs and tells how they stand. */
@Injectable()
export class ExecutionsService {
  private readonly logger = new Logger('executions');

  constructor(
    private readonly executions: ExecutionRepository,
    private readonly keys: IdempotencyKeys,
    private readonly temporal: TemporalService,
    private readonly metrics: ExecutionMetrics,
    private readonly log: ExecutionLog,
    @Inject(EXECUTION_SETTINGS) private readonly settings: ExecutionSettings,
  ) {}

  /**
   * Accepts a run: its row is stored first, so from here on it runs to its end. When Temporal can't be reached at this
   * moment, the reconciler starts it as soon as it can.
   *
   * @param key the request's `Idempotency-Key`: sent again with it, the request gets the first one's run
   * @throws HttpProblem 400 for a malformed workflow id, 409 for an execution id that is another run's, 422 for a
   * definition or inputs that don't hold, or for a key that came with another request
   */
  async start(
    request: EngineExecuteRequest,
    requestId: string | undefined,
    key?: string,
  ): Promise<EngineExecutionStarted> {
    const ids = {
      workflow: workflowIdOf(request.workflow_data),
      execution: request.execution_id ?? newExecutionId(),
    };
    const about = { user_id: request.user_id, workflow_id: ids.workflow, execution_id: ids.execution };
    this.log.record('execution.request', about);
    try {
      const execution = this.prepare(request, ids, requestId);
      if (key !== undefined) execution.id = await this.claimed(key, request, execution.id);
      const { row, inserted } = await this.accept(execution);
      const outcome = inserted ? 'accepted' : 'repeated';
      this.log.record('execution.response', {
        ...about,
        workflow_id: row.workflowId,
        execution_id: row.id,
        status: 'running',
        outcome,
      });
      return startedView(row);
    } catch (error) {
      const outcome = error instanceof HttpProblem ? error.code : 'internal_error';
      this.log.record('execution.response', { ...about, outcome });
      throw error;
    }
  }

  /** The execution's id that the key stands for. Claimed once the request is sound: a refused one may be corrected. */
  private async claimed(key: string, request: EngineExecuteRequest, proposed: string): Promise<string> {
    const { user_id: userId, workflow_data, inputs, execution_id } = request;
    const body = { workflow_data, inputs: inputs ?? null, execution_id: execution_id ?? null };
    const keyed = { userId, route: 'POST /workflow/execute', key, body };
    return (await this.keys.claim(keyed, { execution_id: proposed })).execution_id;
  }

  private async accept(execution: NewExecution): Promise<{ row: ExecutionRow; inserted: boolean }> {
    const { row, inserted } = await this.executions.insert(execution);
    if (row.userId !== execution.userId) {
      throw new HttpProblem('conflict', {
        detail: 'This execution_id is taken; leave it out to be given one',
      });
    }
    if (inserted) {
      this.metrics.started();
      await this.startOrLeaveToReconciler(row);
    }
    return { row, inserted };
  }

  /** @throws HttpProblem 404 for a run that is not there or another user's */
  async get(executionId: string, userId: string): Promise<ExecutionView> {
    const row = await this.executions.findOwned(executionId, userId);
    if (!row) throw new HttpProblem('execution_not_found');
    return executionView(row, await this.executions.nodes(executionId));
  }

  private prepare(
    request: EngineExecuteRequest,
    ids: { workflow: string | undefined; execution: string },
    requestId: string | undefined,
  ): NewExecution {
    if (ids.workflow === undefined) throw new HttpProblem('invalid_workflow_id');
    const definition = checkedDefinition(request.workflow_data);
    const inputs = resolveInputs(definition.inputs, request.inputs);
    if (!inputs.ok) throw new HttpProblem('invalid_inputs', { errors: inputs.problems });
    return {
      id: ids.execution,
      userId: request.user_id,
      workflowId: ids.workflow,
      requestId,
      definition,
      inputs: inputs.values,
      settings: this.settings,
    };
  }

  private async startOrLeaveToReconciler(row: ExecutionRow): Promise<void> {
    try {
      await this.temporal.start(row.userId, runInputOf(row));
    } catch (error) {
      this.logger.warn({
        msg: 'Temporal did not take the execution; it will be tried again',
        execution_id: row.id,
        error,
      });
    }
  }
}

/** The definition's own id, or a new one where it has none; undefined where it has something that is no id. */
function workflowIdOf({ id }: JsonObject): string | undefined {
  if (id === undefined) return newWorkflowId();
  return typeof id === 'string' && WORKFLOW_ID_PATTERN.test(id) ? id : undefined;
}

function checkedDefinition(candidate: JsonObject): WorkflowDefinition {
  const result = validateDefinition(candidate, { tools: BUILT_IN_TOOLS });
  if (!result.valid) throw new HttpProblem('invalid_workflow', { errors: result.problems });
  return result.definition;
}
