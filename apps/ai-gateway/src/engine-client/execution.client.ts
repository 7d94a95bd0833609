import type {
  DecideRequest,
  DecisionTaken,
  DiffQuery,
  EngineForkRequest,
  EngineRetryRequest,
  EventDelivered,
  EventPage,
  EventsQuery,
  ExecutionDeleted,
  ExecutionDiff,
  ExecutionUsage,
  ForkStarted,
  RecordedRun,
  RequestList,
  RequestsQuery,
  SendEventRequest,
  SteerRequest,
  SteeringAnswer,
} from '@aiwf/contracts';
import { Injectable } from '@nestjs/common';
import { readAbout, readDecision, readFork } from './engine.answers';
import { EngineCaller } from './engine.caller';

/** The largest export of the engine, and a margin. */
const EXPORT_BYTES = 80 * 1024 * 1024;

/** Steering of executions on the engine, and what it records about them. All methods throw as `EngineCaller.call`. */
@Injectable()
export class ExecutionClient {
  constructor(private readonly engine: EngineCaller) {}

  /** These may arrive twice: the second time changes nothing. */
  steer(
    executionId: string,
    how: 'cancel' | 'pause' | 'resume',
    body: SteerRequest,
    requestId: string,
  ): Promise<SteeringAnswer> {
    const request = { method: 'POST', path: pathOf(executionId, how), body, requestId } as const;
    return this.engine.call('steer', request, (answer) => readAbout(answer, executionId) as SteeringAnswer);
  }

  sendEvent(executionId: string, body: SendEventRequest, requestId: string): Promise<EventDelivered> {
    const path = pathOf(executionId, 'events');
    const request = { method: 'POST', path, body, requestId, once: true } as const;
    return this.engine.call('decide', request, (answer) => readAbout(answer, executionId) as EventDelivered);
  }

  decide(executionId: string, id: string, body: DecideRequest, requestId: string): Promise<DecisionTaken> {
    const path = pathOf(executionId, 'requests', id);
    const request = { method: 'POST', path, body, requestId, once: true } as const;
    return this.engine.call('decide', request, (answer) => readDecision(answer, id));
  }

  requests(executionId: string, { user_id, status }: RequestsQuery, requestId: string): Promise<RequestList> {
    return this.read(pathOf(executionId, 'requests'), executionId, { user_id, status }, requestId);
  }

  /** Sent again with its `execution_id` or its key, it starts one execution. */
  fork(
    executionId: string,
    how: 'retry' | 'fork',
    body: EngineRetryRequest | EngineForkRequest,
    requestId: string,
    idempotencyKey?: string,
  ): Promise<ForkStarted> {
    const path = pathOf(executionId, how);
    const request = { method: 'POST', path, body, requestId, idempotencyKey } as const;
    return this.engine.call('fork', request, (answer) => readFork(answer, executionId, body.execution_id));
  }

  diff(executionId: string, { user_id, other }: DiffQuery, requestId: string): Promise<ExecutionDiff> {
    return this.read(pathOf(executionId, 'diff'), executionId, { user_id, other }, requestId);
  }

  usage(executionId: string, userId: string, requestId: string): Promise<ExecutionUsage> {
    return this.read(pathOf(executionId, 'usage'), executionId, { user_id: userId }, requestId);
  }

  events(executionId: string, { user_id, after, limit }: EventsQuery, requestId: string): Promise<EventPage> {
    const query = { user_id, after: String(after), limit: String(limit) };
    return this.read(pathOf(executionId, 'events'), executionId, query, requestId);
  }

  export(executionId: string, userId: string, requestId: string): Promise<RecordedRun> {
    const path = pathOf(executionId, 'export');
    return this.read(path, executionId, { user_id: userId }, requestId, EXPORT_BYTES);
  }

  delete(executionId: string, userId: string, requestId: string): Promise<ExecutionDeleted> {
    const query = { user_id: userId };
    const request = { method: 'DELETE', path: pathOf(executionId), query, requestId, once: true } as const;
    return this.engine.call(
      'delete',
      request,
      (answer) => readAbout(answer, executionId) as ExecutionDeleted,
    );
  }

  private read<Answer extends object>(
    path: string,
    executionId: string,
    query: Record<string, string>,
    requestId: string,
    answerBytes?: number,
  ): Promise<Answer> {
    const request = { method: 'GET', path, query, requestId, answerBytes } as const;
    return this.engine.call('read', request, (answer) => readAbout(answer, executionId) as Answer);
  }
}

function pathOf(...parts: string[]): string {
  return ['/workflow/executions', ...parts.map(encodeURIComponent)].join('/');
}
