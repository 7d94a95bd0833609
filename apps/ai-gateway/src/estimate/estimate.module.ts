import { createModels } from '@aiwf/models';
import type { GatewayConfig } from '@aiwf/platform';
import { Module } from '@nestjs/common';
import { GATEWAY_CONFIG } from '../gateway-config';
import { ESTIMATE_MODELS } from './estimate.models';
import { EstimateService } from './estimate.service';
import { StatisticsCache } from './history/statistics.cache';

/** What runs will take, before they are started. */
@Module({
  providers: [
    {
      provide: ESTIMATE_MODELS,
      useFactory: (config: GatewayConfig) => createModels(config.model),
      inject: [GATEWAY_CONFIG],
    },
    StatisticsCache,
    EstimateService,
  ],
  exports: [EstimateService],
})
export class EstimateModule {}
