import type { EngineExecuteRequest, EngineExecutionStarted, ExecutionView } from '@aiwf/contracts';
import type { WorkflowDefinition } from '@aiwf/definition';
import { Injectable } from '@nestjs/common';
import { type EngineTool, readStarted, readTools, readView } from './engine.answers';
import { EngineCaller } from './engine.caller';

const HEALTH_TIMEOUT_MS = 2_000;
const TOOLS_TIMEOUT_MS = 5_000;

/** The largest output of a run, 32 Mi characters of up to three bytes, and a margin for its nodes. */
const VIEW_BYTES = 104 * 1024 * 1024;

/** A start that may be sent again: with its own id, the engine starts it once however often it arrives. */
export interface RepeatableStart extends Pick<
  EngineExecuteRequest,
  'user_id' | 'inputs' | 'estimate' | 'workflow_version'
> {
  workflow_data: WorkflowDefinition;
  execution_id: string;
}

/** The workflow engine, as the gateway sees it: starting executions and looking at them. */
@Injectable()
export class EngineClient {
  constructor(private readonly engine: EngineCaller) {}

  /**
   * Starts an execution.
   * @throws HttpProblem 503 or 504 "Workflow Service unavailable", 429, or the engine's own refusal
   */
  execute(start: RepeatableStart, requestId?: string): Promise<EngineExecutionStarted> {
    const request = { method: 'POST', path: '/workflow/execute', body: start, requestId } as const;
    return this.engine.call('execute', request, (answer) => readStarted(answer, start.execution_id));
  }

  /**
   * What an execution has come to.
   * @throws HttpProblem 404 when the user has no such execution; else as {@link execute}
   */
  describe(executionId: string, userId: string, requestId?: string): Promise<ExecutionView> {
    const path = `/workflow/executions/${encodeURIComponent(executionId)}`;
    const query = { user_id: userId };
    const request = { method: 'GET', path, query, requestId, answerBytes: VIEW_BYTES } as const;
    return this.engine.call('describe', request, (answer) => readView(answer, executionId, userId));
  }

  /** The tools that its agents can be given; one attempt of five seconds, else rejects. */
  tools(): Promise<readonly EngineTool[]> {
    const request = { method: 'GET', path: '/workflow/tools', timeoutMs: TOOLS_TIMEOUT_MS } as const;
    return this.engine.measured('tools', request, readTools);
  }

  /** Resolves when the engine is ready to run workflows; one attempt of two seconds, else rejects. */
  async checkReady(): Promise<void> {
    await this.engine.measured(
      'health',
      { method: 'GET', path: '/readyz', timeoutMs: HEALTH_TIMEOUT_MS },
      () => undefined,
    );
  }
}
