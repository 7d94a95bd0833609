export { CallAttempts } from './call-attempts';
export { CallDurationsRepository } from './call-durations.repository';
export { LedgerModule } from './ledger.module';
export { type InheritableCall, ModelCallsRepository, type RecordedTurns } from './model-calls.repository';
export type { RecordedModelCall, RecordedToolCall, StoredReply, ToolResult } from './recorded-call';
export { ToolCallsRepository, type BegunToolCall } from './tool-calls.repository';
