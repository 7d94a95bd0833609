import { Module } from '@nestjs/common';
import { BlobsModule } from '../blobs';
import { EventsModule } from '../events';
import { ModelCallsRepository } from './model-calls.repository';
import { ToolCallsRepository } from './tool-calls.repository';

/** The ledger of paid calls. */
@Module({
  imports: [BlobsModule, EventsModule],
  providers: [ModelCallsRepository, ToolCallsRepository],
  exports: [ModelCallsRepository, ToolCallsRepository],
})
export class LedgerModule {}
