import { Injectable } from '@nestjs/common';
import type { SpendingLimits } from '@aiwf/definition';
import { BudgetRepository } from '../budgets';
import { TemporalService } from '../temporal';
import type { Activities } from '../workflows';

/** What runs ask about themselves. */
@Injectable()
export class RunActivities implements Pick<Activities, 'raiseLimits' | 'childRuns'> {
  constructor(
    private readonly budgets: BudgetRepository,
    private readonly temporal: TemporalService,
  ) {}

  raiseLimits(input: { execution_id: string; scope: string; limits: SpendingLimits }): Promise<void> {
    return this.budgets.raise(input.execution_id, input.scope, input.limits);
  }

  async childRuns({ workflow_id }: { workflow_id: string }): Promise<boolean> {
    const description = await this.temporal.describe(workflow_id);
    return description?.status.name === 'RUNNING' || description?.status.name === 'PAUSED';
  }
}
