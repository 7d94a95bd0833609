import { Injectable } from '@nestjs/common';
import type { StatisticsQuery, WorkflowStatistics } from '@aiwf/contracts';
import { StatisticsRepository } from './statistics.repository';

/** What earlier runs took, for estimates of later ones. */
@Injectable()
export class StatisticsService {
  constructor(private readonly ledger: StatisticsRepository) {}

  /** Of the user's own runs alone; of a workflow that is not theirs there are none. */
  async statistics({ user_id, workflow_id }: StatisticsQuery): Promise<WorkflowStatistics> {
    const models = await this.ledger.models(await this.ledger.runs(user_id));
    const runs = workflow_id === undefined ? [] : await this.ledger.runs(user_id, workflow_id);
    return {
      runs: runs.length,
      models,
      nodes: await this.ledger.nodes(runs),
      repeats: await this.ledger.repeats(runs),
      reached: await this.ledger.reached(runs),
    };
  }
}
