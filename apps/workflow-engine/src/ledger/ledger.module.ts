import { Module } from '@nestjs/common';
import { EventsModule } from '../events';
import { LedgerRepository } from './ledger.repository';

/** The ledger of paid calls. */
@Module({ imports: [EventsModule], providers: [LedgerRepository], exports: [LedgerRepository] })
export class LedgerModule {}
