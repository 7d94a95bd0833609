import { Injectable } from '@nestjs/common';
import { ExecutionLog } from '@aiwf/platform';
import { EventLogRepository, isOfRun, type Appended, type NewEvent, type RunFacts } from '../events';
import { ExecutionMetrics } from './execution.metrics';

/** Appends to a run's log, and tells the operator, by a log line and by metrics, each time a run's status changes. */
@Injectable()
export class ExecutionJournal {
  constructor(
    private readonly events: EventLogRepository,
    private readonly operatorLog: ExecutionLog,
    private readonly metrics: ExecutionMetrics,
  ) {}

  /** As {@link EventLogRepository.append}. */
  async append(executionId: string, events: readonly NewEvent[]): Promise<Appended> {
    const appended = await this.events.append(executionId, events);
    if (appended.run && !appended.run.dryRun) this.tell(executionId, appended.events, appended.run);
    return appended;
  }

  private tell(executionId: string, events: readonly NewEvent[], run: RunFacts): void {
    for (const event of events) {
      if (isOfRun(event)) this.announce(executionId, event, run);
    }
    // Nothing is appended once a run has ended, so these events ended it.
    if (run.seconds !== null) this.metrics.ended(run.status, run.seconds);
  }

  private announce(executionId: string, event: NewEvent, run: RunFacts): void {
    this.operatorLog.record('execution.status', {
      ...(run.requestId === null ? {} : { request_id: run.requestId }),
      user_id: run.userId,
      workflow_id: run.workflowId,
      execution_id: executionId,
      status: run.status === 'starting' ? 'running' : run.status,
      ...(event.error === undefined ? {} : { outcome: event.error.code }),
    });
  }
}
