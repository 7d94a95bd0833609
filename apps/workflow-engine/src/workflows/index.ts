export type {
  Activities,
  CallKey,
  ConversationOpening,
  EventType,
  HttpRequestInput,
  HttpRequestResult,
  LlmCallInput,
  LlmCallResult,
  ProgressEvent,
  ProgressInput,
  ToolCallInput,
  ToolCallResult,
} from './activities.contract';
export { runGraph } from './run-graph';
export type { ExecutionSettings, RunInput } from './run-input';
