import { HttpProblem } from '@aiwf/platform';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { InjectMetric } from '@willsoto/nestjs-prometheus';
import { Histogram } from 'prom-client';
import { EngineFailure, problemOf } from './engine.failure';
import { ENGINE_REQUEST_DURATION } from './engine.metrics';
import { type EngineRequest, EngineTransport } from './engine.transport';
import { type RetryClock, withRetries } from './retry.policy';

/** Injection token of the {@link RetryClock}. */
export const RETRY_CLOCK = Symbol('RETRY_CLOCK');

/** What a request is for; a label of its metric. */
export type Operation =
  'execute' | 'describe' | 'health' | 'steer' | 'decide' | 'fork' | 'read' | 'delete' | 'tools' | 'dry-run';

/**
 * Sends requests to the engine and measures them. Those that fail for a reason that may pass are tried again within the
 * retry policy; the engine's own refusals reach the caller as they are.
 */
@Injectable()
export class EngineCaller {
  private readonly logger = new Logger(EngineCaller.name);

  constructor(
    private readonly transport: EngineTransport,
    @Inject(RETRY_CLOCK) private readonly clock: RetryClock,
    @InjectMetric(ENGINE_REQUEST_DURATION) private readonly duration: Histogram,
  ) {}

  /**
   * Asks the engine, again where that may help.
   *
   * @throws HttpProblem 503 or 504 "Workflow Service unavailable", 429, or the engine's own refusal
   */
  async call<Answer>(
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

  /** Asks the engine once. @throws EngineFailure without a usable answer, HttpProblem for the engine's refusal */
  async measured<Answer>(
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
