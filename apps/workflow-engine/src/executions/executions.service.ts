import { Injectable } from '@nestjs/common';
import {
  newExecutionId,
  newWorkflowId,
  WORKFLOW_ID_PATTERN,
  type EngineExecuteRequest,
  type EngineExecutionStarted,
  type ExecutionView,
} from '@aiwf/contracts';
import type { JsonObject } from '@aiwf/definition';
import { HttpProblem } from '@aiwf/platform';
import type { NewExecution } from './execution.repository';
import { checkedDefinition, checkedInputs, ExecutionStarter } from './execution.starter';
import { startedView } from './execution.view';
import { StatusRepository } from './status.repository';

/** Starts runs and tells how they stand. */
@Injectable()
export class ExecutionsService {
  constructor(
    private readonly starter: ExecutionStarter,
    private readonly status: StatusRepository,
  ) {}

  /**
   * Starts a run, see {@link ExecutionStarter.accept}.
   *
   * @param key the request's `Idempotency-Key`: sent again with it, the request gets the first one's run
   * @throws HttpProblem 400 for a malformed workflow id, 409 for an execution id that is another run's, 413 for a run
   * that is too large, 422 for a definition or inputs that don't hold, or for a key that came with another request
   */
  async start(
    request: EngineExecuteRequest,
    requestId: string | undefined,
    key?: string,
  ): Promise<EngineExecutionStarted> {
    const { user_id: userId, workflow_data, inputs, execution_id, estimate, workflow_version } = request;
    const workflowId = workflowIdOf(workflow_data);
    const about = {
      user_id: userId,
      workflow_id: workflowId,
      execution_id: execution_id ?? newExecutionId(),
    };
    const row = await this.starter.recorded(about, async () => {
      if (workflowId === undefined) throw new HttpProblem('invalid_workflow_id');
      const definition = checkedDefinition(workflow_data, '');
      const execution: NewExecution = {
        id: about.execution_id,
        userId,
        workflowId,
        requestId,
        definition,
        inputs: checkedInputs(definition, inputs),
        settings: await this.starter.settings.current(),
        ...(estimate === undefined ? {} : { estimate }),
        ...(workflow_version === undefined ? {} : { workflowVersion: workflow_version }),
      };
      const body = { workflow_data, inputs: inputs ?? null, execution_id: execution_id ?? null };
      const keyed = { userId, route: 'POST /workflow/execute', body };
      execution.id = await this.starter.claimed(key, keyed, execution.id);
      return this.starter.accept(execution);
    });
    return startedView(row);
  }

  /** @throws HttpProblem 404 for a run that is not there or another user's */
  async get(executionId: string, userId: string): Promise<ExecutionView> {
    const view = await this.status.view(executionId, userId);
    if (!view) throw new HttpProblem('execution_not_found');
    return view;
  }
}

/** The definition's own id, or a new one where it has none; undefined where it has something that is no id. */
function workflowIdOf({ id }: JsonObject): string | undefined {
  if (id === undefined) return newWorkflowId();
  return typeof id === 'string' && WORKFLOW_ID_PATTERN.test(id) ? id : undefined;
}
