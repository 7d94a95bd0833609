import { setTimeout as pause } from 'node:timers/promises';
import { HttpModule } from '@nestjs/axios';
import { type DynamicModule, Module } from '@nestjs/common';
import { DryRunClient } from './dry-run.client';
import { EngineCaller, RETRY_CLOCK } from './engine.caller';
import { EngineClient } from './engine.client';
import { engineRequestDuration } from './engine.metrics';
import { ENGINE_ADDRESS, type EngineAddress, EngineTransport } from './engine.transport';
import { ExecutionClient } from './execution.client';
import type { RetryClock } from './retry.policy';
import { StatisticsClient } from './statistics.client';

const systemClock: RetryClock = { now: Date.now, random: Math.random, pause };

/** The gateway's only way to the workflow engine. */
@Module({})
export class EngineClientModule {
  static forRoot(address: EngineAddress): DynamicModule {
    return {
      module: EngineClientModule,
      global: true,
      imports: [HttpModule],
      providers: [
        DryRunClient,
        EngineCaller,
        EngineClient,
        EngineTransport,
        ExecutionClient,
        StatisticsClient,
        engineRequestDuration,
        { provide: ENGINE_ADDRESS, useValue: address },
        { provide: RETRY_CLOCK, useValue: systemClock },
      ],
      exports: [DryRunClient, EngineClient, ExecutionClient, StatisticsClient],
    };
  }
}
