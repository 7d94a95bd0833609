import { join } from 'node:path';
import { Module, type DynamicModule, type INestApplicationContext } from '@nestjs/common';
import { DatabaseModule } from '@aiwf/persistence';
import { createContext, type EngineConfig } from '@aiwf/platform';
import { useEncryptionKeys } from '../encryption';
import { EngineConfigModule } from '../engine-config';
import { ExecutionsModule } from '../executions';
import { WorkerModule } from '../worker';

/** The engine without its API. */
@Module({})
class ReplayModule {
  static forRoot(config: EngineConfig): DynamicModule {
    return {
      module: ReplayModule,
      imports: [
        EngineConfigModule.forRoot(config),
        DatabaseModule.forRoot({
          url: config.databaseUrl,
          dataDir: config.dataDir,
          name: 'engine',
          migrations: join(__dirname, '..', 'database', 'migrations'),
        }),
        ExecutionsModule,
        WorkerModule,
      ],
    };
  }
}

/** Makes an engine that runs recorded runs, and serves nobody. */
export function createReplay(config: EngineConfig): Promise<INestApplicationContext> {
  useEncryptionKeys(config.encryptionKeys);
  return createContext(ReplayModule.forRoot(config), config);
}
