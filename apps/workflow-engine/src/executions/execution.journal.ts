import { Injectable, Logger } from '@nestjs/common';
import { EventLogRepository, type NewEvent } from '../events';
import { ExecutionMetrics } from './execution.metrics';
import { ExecutionRepository } from './execution.repository';

/** Appends to a run's log, and tells the operator, by a log line and by metrics, each time a run's status changes. */
@Injectable()
export class ExecutionJournal {
  private readonly logger = new Logger('executions');

  constructor(
    private readonly log: EventLogRepository,
    private readonly executions: ExecutionRepository,
    private readonly metrics: ExecutionMetrics,
  ) {}

  /** As {@link EventLogRepository.append}. */
  async append(executionId: string, events: readonly NewEvent[]): Promise<void> {
    const appended = await this.log.append(executionId, events);
    for (const event of appended) {
      if (event.type.startsWith('execution.')) await this.announce(executionId, event);
    }
  }

  private async announce(executionId: string, event: NewEvent): Promise<void> {
    const row = await this.executions.find(executionId);
    if (!row) return;
    const status = event.type.slice('execution.'.length);
    const line = {
      msg: `Execution ${status}`,
      request_id: row.requestId,
      user_id: row.userId,
      workflow_id: row.workflowId,
      execution_id: row.id,
      status: row.status,
      ...(event.error === undefined ? {} : { error_code: event.error.code, error_message: event.error.message }),
    };
    if (status === 'failed') this.logger.warn(line);
    else this.logger.log(line);
    if (row.completedAt) {
      this.metrics.ended(row.status, (row.completedAt.getTime() - row.startedAt.getTime()) / 1000);
    }
  }
}
