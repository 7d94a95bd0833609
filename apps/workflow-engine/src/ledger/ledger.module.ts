import { Module } from '@nestjs/common';
import { BlobsModule } from '../blobs';
import { EventsModule } from '../events';
import { CallAttempts } from './call-attempts';
import { ModelCallsRepository } from './model-calls.repository';
import { ToolCallsRepository } from './tool-calls.repository';

/** The ledger of paid calls. */
@Module({
  imports: [BlobsModule, EventsModule],
  providers: [CallAttempts, ModelCallsRepository, ToolCallsRepository],
  exports: [CallAttempts, ModelCallsRepository, ToolCallsRepository],
})
export class LedgerModule {}
