import type { ExecutionStatus } from '@aiwf/contracts';
import { Injectable } from '@nestjs/common';
import { PinoLogger } from 'nestjs-pino';

/** What is known of the execution a line is about. */
export interface ExecutionLogEntry {
  /** Only where the line is written outside the request it belongs to; inside one it is added by itself. */
  request_id?: string;
  user_id: string;
  workflow_id?: string;
  execution_id?: string;
  status?: ExecutionStatus;
  /** HTTP status of the answer, or the code of the failure. */
  outcome?: number | string;
}

/** What happened: a request to execute came in, it was answered, or the execution changed its status. */
export type ExecutionLogEvent = 'execution.request' | 'execution.response' | 'execution.status';

/** Writes one JSON line, at info, for each execution request, response and status change. */
@Injectable()
export class ExecutionLog {
  constructor(private readonly logger: PinoLogger) {}

  record(event: ExecutionLogEvent, entry: ExecutionLogEntry): void {
    this.logger.info({ event, ...entry }, event);
  }
}
