import { newExecutionId } from '@aiwf/contracts';
import { ExecutionLog, type GatewayConfig, HttpProblem } from '@aiwf/platform';
import { Inject, Injectable } from '@nestjs/common';
import { InjectMetric } from '@willsoto/nestjs-prometheus';
import { Counter } from 'prom-client';
import { GATEWAY_CONFIG } from '../gateway-config';
import { EXECUTIONS_REQUESTED } from './execution.metrics';

/** What is known of a request to execute while it is dealt with. */
interface RecordedRequest {
  user_id: string;
  /** Absent as long as the workflow is not made. */
  workflow_id?: string;
  /** Made for this request; the first request's once a repeated key has shown that there was one. */
  execution_id: string;
}

/** Logs and counts requests that start executions, and refuses them where execution is off. */
@Injectable()
export class ExecutionRecorder {
  constructor(
    private readonly log: ExecutionLog,
    @Inject(GATEWAY_CONFIG) private readonly config: GatewayConfig,
    @InjectMetric(EXECUTIONS_REQUESTED) private readonly requested: Counter,
  ) {}

  /**
   * Logs and counts a request and what became of it, under an id that is made before, so that both have it.
   *
   * @throws HttpProblem 503 `execution_disabled`
   */
  async recorded<Answer>(
    about: Pick<RecordedRequest, 'user_id' | 'workflow_id'>,
    run: (entry: RecordedRequest) => Promise<Answer>,
  ): Promise<Answer> {
    const entry: RecordedRequest = { ...about, execution_id: newExecutionId() };
    this.log.record('execution.request', entry);
    try {
      if (!this.config.executionEnabled) throw new HttpProblem('execution_disabled');
      const answer = await run(entry);
      this.log.record('execution.response', { ...entry, status: 'running', outcome: 200 });
      this.requested.inc({ outcome: 'started' });
      return answer;
    } catch (error) {
      const outcome = error instanceof HttpProblem ? error.code : 'internal_error';
      this.log.record('execution.response', { ...entry, outcome });
      this.requested.inc({ outcome });
      throw error;
    }
  }
}
