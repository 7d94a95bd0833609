import { join } from 'node:path';
import { Module, type DynamicModule } from '@nestjs/common';
import { DatabaseModule } from '@aiwf/persistence';
import type { EngineConfig } from '@aiwf/platform';
import { ApiModule } from './api';
import { EngineConfigModule } from './engine-config';
import { EngineHealthModule } from './health';
import { WorkerModule } from './worker';

/** The workflow engine: its API, and the Temporal worker that executes. */
@Module({})
export class AppModule {
  static forRoot(config: EngineConfig): DynamicModule {
    return {
      module: AppModule,
      imports: [
        EngineConfigModule.forRoot(config),
        DatabaseModule.forRoot({
          url: config.databaseUrl,
          dataDir: config.dataDir,
          name: 'engine',
          migrations: join(__dirname, 'database', 'migrations'),
        }),
        ApiModule,
        WorkerModule,
        EngineHealthModule,
      ],
    };
  }
}
