import { Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import { createModels, type ModelProvider } from '@aiwf/models';
import type { EngineConfig } from '@aiwf/platform';
import { BlobsModule } from '../blobs';
import { BudgetsModule } from '../budgets';
import { ENGINE_CONFIG } from '../engine-config';
import { EgressClient } from '../egress';
import { EventsModule } from '../events';
import { LedgerModule } from '../ledger';
import { RecordingsModule } from '../recordings';
import { ConversationReader } from './conversation.reader';
import { LlmCallActivity } from './llm-call.activity';
import { MODELS } from './models.provider';
import { McpServers } from './mcp';
import { OfferedTools } from './offered-tools';
import { ToolCallActivity } from './tool-call.activity';
import { ToolListing } from './tool-listing.service';
import {
  RunSnapshots,
  RunTools,
  SnapshotToolsActivity,
  ToolCatalogue,
  ToolSnapshotRepository,
} from './tools';

/** Agents' model and tool calls. */
@Module({
  imports: [BlobsModule, BudgetsModule, EventsModule, LedgerModule, RecordingsModule],
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
    OfferedTools,
    ToolListing,
    LlmCallActivity,
    ToolCallActivity,
  ],
  exports: [
    MODELS,
    EgressClient,
    McpServers,
    RunTools,
    SnapshotToolsActivity,
    ToolListing,
    LlmCallActivity,
    ToolCallActivity,
  ],
})
export class CrewsModule implements OnApplicationShutdown {
  constructor(@Inject(MODELS) private readonly models: ModelProvider) {}

  async onApplicationShutdown(): Promise<void> {
    await this.models.close();
  }
}
