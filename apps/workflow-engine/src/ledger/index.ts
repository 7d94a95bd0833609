export { LedgerModule } from './ledger.module';
export { LedgerRepository } from './ledger.repository';
export type { RecordedModelCall, StoredReply } from './ledger.repository';
