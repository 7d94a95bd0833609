import { Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import { createModels, type ModelProvider } from '@aiwf/models';
import type { EngineConfig } from '@aiwf/platform';
import { ENGINE_CONFIG } from '../engine-config';
import { EgressClient } from '../egress';
import { LedgerModule } from '../ledger';
import { ConversationReader } from './conversation.reader';
import { CrewActivities } from './crew.activities';
import { MODELS } from './models.provider';
import { McpServers } from './mcp';
import {
  RunSnapshots,
  RunTools,
  SnapshotToolsActivity,
  ToolCatalogue,
  ToolSnapshotRepository,
} from './tools';

/** Agents' model and tool calls. */
@Module({
  imports: [LedgerModule],
  providers: [
    {
      provide: MODELS,
      inject: [ENGINE_CONFIG],
      useFactory: (config: EngineConfig) => createModels(config.model),
    },
    {
      provide: EgressClient,
      inject: [ENGINE_CONFIG],
      useFactory: (config: EngineConfig) => new EgressClient({ allowedHosts: config.egressAllowedHosts }),
    },
    ToolCatalogue,
    McpServers,
    ToolSnapshotRepository,
    RunSnapshots,
    RunTools,
    SnapshotToolsActivity,
    ConversationReader,
    CrewActivities,
  ],
  exports: [MODELS, EgressClient, McpServers, RunTools, SnapshotToolsActivity, CrewActivities],
})
export class CrewsModule implements OnApplicationShutdown {
  constructor(@Inject(MODELS) private readonly models: ModelProvider) {}

  async onApplicationShutdown(): Promise<void> {
    await this.models.close();
  }
}
