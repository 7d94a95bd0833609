import { Module } from '@nestjs/common';
import { EventsModule } from '../events';
import { ModelCallsRepository } from './model-calls.repository';
import { ToolCallsRepository } from './tool-calls.repository';

/** The ledger of paid calls. */
@Module({
  imports: [EventsModule],
  providers: [ModelCallsRepository, ToolCallsRepository],
  exports: [ModelCallsRepository, ToolCallsRepository],
})
export class LedgerModule {}
