import type { ModelProvider } from '@aiwf/models';
import { type HealthCheckProvider, type HealthReport, RegisterHealthCheck } from '@aiwf/platform';
import { Inject, Injectable } from '@nestjs/common';
import { PLANNER_MODELS } from './models.provider';
import { PlannerService } from './planner.service';

/** Names the planner and the model in use; a model that keeps failing shows as degraded, never as down. */
@Injectable()
@RegisterHealthCheck()
export class PlannerHealthCheck implements HealthCheckProvider {
  readonly name = 'planner';
  readonly readiness = false;

  constructor(
    private readonly planner: PlannerService,
    @Inject(PLANNER_MODELS) private readonly models: ModelProvider,
  ) {}

  check(): Promise<HealthReport> {
    const { planner } = this.planner;
    const model = this.models.selection.id;
    // An outline needs no model: how the agents' model does is the engine's to say.
    const state = planner === 'llm' ? this.models.health() : { status: 'up' as const };
    return Promise.resolve({ ...state, planner, model });
  }
}
