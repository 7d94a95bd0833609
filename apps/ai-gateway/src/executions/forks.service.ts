import type { ErrorItem, ForkRequest, ForkStarted, RetryRequest } from '@aiwf/contracts';
import { type JsonObject, validateDefinition } from '@aiwf/definition';
import { HttpProblem } from '@aiwf/platform';
import { Injectable } from '@nestjs/common';
import { ExecutionClient } from '../engine-client';
import { ExecutionRecorder } from './execution.recorder';
import { WorkflowInliner } from './workflow.inliner';

/** Starts executions that go on from earlier ones. What can be kept, and whether a key was used before, the engine knows. */
@Injectable()
export class ForksService {
  constructor(
    private readonly engine: ExecutionClient,
    private readonly recorder: ExecutionRecorder,
    private readonly inliner: WorkflowInliner,
  ) {}

  /**
   * Starts an execution that goes on where one failed or was cancelled.
   *
   * @param key the request's `Idempotency-Key`
   * @throws HttpProblem 404, 409 when there is nothing to retry, 422 for a key that came with another request
   */
  retry(executionId: string, request: RetryRequest, requestId: string, key?: string): Promise<ForkStarted> {
    const { user_id } = request;
    return this.recorder.recorded({ user_id }, async (entry) => {
      const body = { user_id, ...(key === undefined ? { execution_id: entry.execution_id } : {}) };
      const started = await this.engine.fork(executionId, 'retry', body, requestId, key);
      Object.assign(entry, { workflow_id: started.workflow_id, execution_id: started.execution_id });
      return started;
    });
  }

  /**
   * Starts an execution that goes on from any node of another, or with something changed.
   *
   * @param key the request's `Idempotency-Key`
   * @throws HttpProblem 404, 409 for a node that never ran, 422 for what doesn't hold
   */
  fork(executionId: string, request: ForkRequest, requestId: string, key?: string): Promise<ForkStarted> {
    const { user_id, definition, ...change } = request;
    return this.recorder.recorded({ user_id }, async (entry) => {
      const body = {
        user_id,
        ...change,
        ...(definition === undefined ? {} : { definition: await this.inlined(definition, user_id) }),
        ...(key === undefined ? { execution_id: entry.execution_id } : {}),
      };
      const started = await this.engine.fork(executionId, 'fork', body, requestId, key);
      Object.assign(entry, { workflow_id: started.workflow_id, execution_id: started.execution_id });
      return started;
    });
  }

  private async inlined(candidate: JsonObject, userId: string): Promise<JsonObject> {
    const result = validateDefinition(candidate, { storedWorkflows: true });
    if (!result.valid) throw new HttpProblem('invalid_workflow', { errors: inBody(result.problems) });
    try {
      return (await this.inliner.inline(result.definition, userId)) as unknown as JsonObject;
    } catch (error) {
      if (!(error instanceof HttpProblem) || !error.errors) throw error;
      throw new HttpProblem(error.code, { detail: error.detail, errors: inBody(error.errors), cause: error });
    }
  }
}

/** What is wrong with a definition, by paths of the body that holds it. */
function inBody(errors: readonly ErrorItem[]): ErrorItem[] {
  return errors.map(({ path, message, hint, code }) => ({ path: `/definition${path}`, message, hint, code }));
}
