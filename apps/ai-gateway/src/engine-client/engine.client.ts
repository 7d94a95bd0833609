import type { EngineExecuteRequest, EngineExecutionStarted, ExecutionView } from '@aiwf/contracts';
import type { WorkflowDefinition } from '@aiwf/definition';
import { HttpProblem } from '@aiwf/platform';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { InjectMetric } from '@willsoto/nestjs-prometheus';
import { Histogram } from 'prom-client';
import { readStarted, readView } from './engine.answers';
import { EngineFailure, problemOf } from './engine.failure';
import { ENGINE_REQUEST_DURATION } from './engine.metrics';
import { type EngineRequest, EngineTransport } from './engine.transport';
import { type RetryClock, withRetries } from './retry.policy';

const HEALTH_TIMEOUT_MS = 2_000;

/** Injection token of the {@link RetryClock}. */
export const RETRY_CLOCK = Symbol('RETRY_CLOCK');

/** A start that may be sent again: with its own id, the engine starts it once however often it arrives. */
export interface RepeatableStart extends Pick<EngineExecuteRequest, 'user_id' | 'inputs'> {
  workflow_data: WorkflowDefinition;
  execution_id: string;
}

type Operation = 'execute' | 'describe' | 'health';

/**
 * The workflow engine, as the gateway sees it. Requests that fail for a reason that may pass are tried again within
 * the retry policy; the engine's own refusals reach the caller as they are.
 */
@Injectable()
export class EngineClient {
  private readonly logger = new Logger(EngineClient.name);

  constructor(
    private readonly transport: EngineTransport,
    @Inject(RETRY_CLOCK) private readonly clock: RetryClock,
    @InjectMetric(ENGINE_REQUEST_DURATION) private readonly duration: Histogram,
  ) {}

  /**
   * Starts an execution.
   * @throws HttpProblem 503 or 504 "Workflow Service unavailable", 429, or the engine's own refusal
   */
  execute(start: RepeatableStart, requestId?: string): Promise<EngineExecutionStarted> {
    const request = { method: 'POST', path: '/workflow/execute', body: start, requestId } as const;
    return this.call('execute', request, (answer) => readStarted(answer, start.execution_id));
  }

  /**
   * What an execution has come to.
   * @throws HttpProblem 404 when the user has no such execution; else as {@link execute}
   */
  describe(executionId: string, userId: string, requestId?: string): Promise<ExecutionView> {
    const path = `/workflow/executions/${encodeURIComponent(executionId)}`;
    const request = { method: 'GET', path, query: { user_id: userId }, requestId } as const;
    return this.call('describe', request, (answer) => readView(answer, executionId, userId));
  }

  /** Resolves when the engine is ready to run workflows; one attempt of two seconds, else rejects. */
  async checkReady(): Promise<void> {
    await this.measured(
      'health',
      { method: 'GET', path: '/readyz', timeoutMs: HEALTH_TIMEOUT_MS },
      () => undefined,
    );
  }

  private async call<Answer>(
    operation: Operation,
    request: EngineRequest,
    read: (answer: unknown) => Answer,
  ): Promise<Answer> {
    try {
      return await withRetries(() => this.measured(operation, request, read), this.clock);
    } catch (error) {
      throw error instanceof EngineFailure ? problemOf(error) : error;
    }
  }

  private async measured<Answer>(
    operation: Operation,
    request: EngineRequest,
    read: (answer: unknown) => Answer,
  ): Promise<Answer> {
    const stop = this.duration.startTimer({ operation });
    try {
      const answer = read(await this.transport.send(request));
      stop({ outcome: 'success' });
      return answer;
    } catch (error) {
      stop({ outcome: outcomeOf(error) });
      if (error instanceof EngineFailure) {
        this.logger.warn({
          msg: `The engine ${error.message}`,
          operation,
          failure: error.kind,
          request_id: request.requestId,
        });
      }
      throw error;
    }
  }
}

function outcomeOf(error: unknown): string {
  if (error instanceof EngineFailure) return error.kind;
  return error instanceof HttpProblem ? 'refused' : 'error';
}
