export { CallAttempts } from './call-attempts';
export { LedgerModule } from './ledger.module';
export { ModelCallsRepository } from './model-calls.repository';
export type {
  ModelCallFigures,
  RecordedModelCall,
  RecordedToolCall,
  StoredReply,
  ToolResult,
} from './recorded-call';
export { ToolCallsRepository, type BegunToolCall } from './tool-calls.repository';
