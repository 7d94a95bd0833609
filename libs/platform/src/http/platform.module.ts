import { type DynamicModule, Module } from '@nestjs/common';
import { APP_FILTER, APP_PIPE } from '@nestjs/core';
import { LoggerModule, PinoLogger } from 'nestjs-pino';
import type { DestinationStream } from 'pino';
import type { CommonConfig } from '../config/common.config';
import { ErrorFilter } from '../errors/error.filter';
import { HealthModule } from '../health/health.module';
import { ExecutionLog } from '../logging/execution-log.service';
import { loggerOptions } from '../logging/logger.options';
import { MetricsModule } from '../metrics/metrics.module';
import { ProcessLifecycle } from '../shutdown/process-lifecycle.service';
import { ThrottlingModule } from '../throttling/throttling.module';
import { RequestValidationPipe } from './request-validation.pipe';
import { RouteIndex } from './route-index';

/** What every service has: logs, limits, metrics, probes, and one way to refuse and to fail. */
@Module({})
export class PlatformModule {
  static forRoot(config: CommonConfig, logDestination?: DestinationStream): DynamicModule {
    return {
      module: PlatformModule,
      global: true,
      imports: [
        LoggerModule.forRoot(loggerOptions(config, logDestination)),
        ThrottlingModule.forRoot(config.rateLimit),
        MetricsModule.forRoot(),
        HealthModule,
      ],
      providers: [
        RouteIndex,
        ExecutionLog,
        { provide: APP_FILTER, useClass: ErrorFilter },
        { provide: APP_PIPE, useClass: RequestValidationPipe },
        {
          provide: ProcessLifecycle,
          useFactory: (logger: PinoLogger) => new ProcessLifecycle(process, config.supervised, logger),
          inject: [PinoLogger],
        },
      ],
      exports: [ExecutionLog],
    };
  }
}
