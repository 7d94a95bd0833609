import { createModels, type ModelProvider } from '@aiwf/models';
import type { GatewayConfig } from '@aiwf/platform';
import { Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import { GATEWAY_CONFIG } from '../gateway-config';
import { ToolRegistry } from './ground';
import { GroundedIntentChecks } from './grounded-intent.checks';
import { INTENT_CHECKS } from './intent-checks';
import { PLANNER_MODELS } from './models.provider';
import { PlannerHealthCheck } from './planner-health.check';
import { PlannerService } from './planner.service';

/** Turns prompts into workflow definitions. */
@Module({
  providers: [
    {
      provide: PLANNER_MODELS,
      useFactory: (config: GatewayConfig) => createModels(config.model),
      inject: [GATEWAY_CONFIG],
    },
    { provide: INTENT_CHECKS, useClass: GroundedIntentChecks },
    ToolRegistry,
    PlannerService,
    PlannerHealthCheck,
  ],
  exports: [PlannerService],
})
export class PlannerModule implements OnApplicationShutdown {
  constructor(@Inject(PLANNER_MODELS) private readonly models: ModelProvider) {}

  async onApplicationShutdown(): Promise<void> {
    await this.models.close();
  }
}
