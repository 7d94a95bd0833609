import { Injectable } from '@nestjs/common';
import { ExecutionLog } from '@aiwf/platform';
import { EventLogRepository, type NewEvent } from '../events';
import { ExecutionMetrics } from './execution.metrics';
import { ExecutionRepository } from './execution.repository';

/** Appends to a run's log, and tells the operator, by a log line and by metrics, each time a run's status changes. */
@Injectable()
export class ExecutionJournal {
  constructor(
    private readonly events: EventLogRepository,
    private readonly operatorLog: ExecutionLog,
    private readonly executions: ExecutionRepository,
    private readonly metrics: ExecutionMetrics,
  ) {}

  /** As {@link EventLogRepository.append}. */
  async append(executionId: string, events: readonly NewEvent[]): Promise<void> {
    const appended = await this.events.append(executionId, events);
    for (const event of appended) {
      if (event.type.startsWith('execution.')) await this.announce(executionId, event);
    }
  }

  private async announce(executionId: string, event: NewEvent): Promise<void> {
    const row = await this.executions.find(executionId);
    if (!row || row.dryRun) return;
    this.operatorLog.record('execution.status', {
      ...(row.requestId === null ? {} : { request_id: row.requestId }),
      user_id: row.userId,
      workflow_id: row.workflowId,
      execution_id: row.id,
      status: row.status === 'starting' ? 'running' : row.status,
      ...(event.error === undefined ? {} : { outcome: event.error.code }),
    });
    if (row.completedAt) {
      this.metrics.ended(row.status, (row.completedAt.getTime() - row.startedAt.getTime()) / 1000);
    }
  }
}
