import { Module } from '@nestjs/common';
import { BlobsModule } from '../blobs';
import { EventsModule } from '../events';
import { CallAttempts } from './call-attempts';
import { CallDurationsRepository } from './call-durations.repository';
import { ModelCallsRepository } from './model-calls.repository';
import { ToolCallsRepository } from './tool-calls.repository';

/** The ledger of paid calls. */
@Module({
  imports: [BlobsModule, EventsModule],
  providers: [CallAttempts, CallDurationsRepository, ModelCallsRepository, ToolCallsRepository],
  exports: [CallAttempts, CallDurationsRepository, ModelCallsRepository, ToolCallsRepository],
})
export class LedgerModule {}
