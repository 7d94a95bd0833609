import { join } from 'node:path';
import { DatabaseModule } from '@aiwf/persistence';
import type { GatewayConfig } from '@aiwf/platform';
import { type DynamicModule, Module } from '@nestjs/common';
import { DryRunModule } from './dry-run';
import { EngineClientModule } from './engine-client';
import { ExecutionsModule } from './executions';
import { GatewayConfigModule } from './gateway-config';
import { GatewayHealthModule } from './health';
import { WorkflowsModule } from './workflows';

/** The AI gateway: prompts become workflows, and workflows are handed to the engine. */
@Module({})
export class AppModule {
  static forRoot(config: GatewayConfig): DynamicModule {
    return {
      module: AppModule,
      imports: [
        GatewayConfigModule.forRoot(config),
        DatabaseModule.forRoot({
          url: config.databaseUrl,
          dataDir: config.dataDir,
          name: 'gateway',
          migrations: join(__dirname, 'database', 'migrations'),
        }),
        EngineClientModule.forRoot(config),
        WorkflowsModule,
        ExecutionsModule,
        DryRunModule,
        GatewayHealthModule,
      ],
    };
  }
}
