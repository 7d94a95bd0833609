import { Module } from '@nestjs/common';
import type { ModelProvider } from '@aiwf/models';
import { type Database, DATABASE, IdempotencyKeys } from '@aiwf/persistence';
import type { EngineConfig } from '@aiwf/platform';
import { CrewsModule, MODELS } from '../crews';
import { idempotencyKeys } from '../database';
import { ENGINE_CONFIG } from '../engine-config';
import { EventsModule } from '../events';
import { TemporalModule } from '../temporal';
import { ExecutionJournal } from './execution.journal';
import { EXECUTION_METRICS, ExecutionMetrics } from './execution.metrics';
import { ExecutionRepository } from './execution.repository';
import { EXECUTION_SETTINGS, executionSettings } from './execution.settings';
import { ExecutionsService } from './executions.service';
import { Reconciler } from './reconciler';

/** Runs: their start, their rows, and the check that no row is left behind. */
@Module({
  imports: [CrewsModule, EventsModule, TemporalModule],
  providers: [
    ...EXECUTION_METRICS,
    ExecutionMetrics,
    ExecutionRepository,
    ExecutionJournal,
    {
      provide: IdempotencyKeys,
      inject: [DATABASE],
      useFactory: (database: Database) => new IdempotencyKeys(database, idempotencyKeys),
    },
    {
      provide: EXECUTION_SETTINGS,
      inject: [ENGINE_CONFIG, MODELS],
      useFactory: (config: EngineConfig, models: ModelProvider) => executionSettings(config, models),
    },
    ExecutionsService,
    Reconciler,
  ],
  exports: [ExecutionsService, ExecutionJournal],
})
export class ExecutionsModule {}
