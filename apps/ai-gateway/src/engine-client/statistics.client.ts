import type { WorkflowStatistics } from '@aiwf/contracts';
import { Injectable } from '@nestjs/common';
import { EngineCaller } from './engine.caller';
import { readStatistics } from './statistics.answer';

/** Nobody waits long for figures of the past. */
const TIMEOUT_MS = 2_000;

/** What earlier runs took, as the engine knows it. */
@Injectable()
export class StatisticsClient {
  constructor(private readonly engine: EngineCaller) {}

  /** Asks once, within two seconds. @throws EngineFailure, HttpProblem */
  statistics(userId: string, workflowId?: string): Promise<WorkflowStatistics> {
    const query = { user_id: userId, ...(workflowId === undefined ? {} : { workflow_id: workflowId }) };
    const request = { method: 'GET', path: '/workflow/statistics', query, timeoutMs: TIMEOUT_MS } as const;
    return this.engine.measured('read', request, readStatistics);
  }
}
