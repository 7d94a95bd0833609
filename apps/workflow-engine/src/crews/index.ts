export { LlmCallActivity } from './llm-call.activity';
export { ToolCallActivity } from './tool-call.activity';
export { CrewsModule } from './crews.module';
export { MODELS } from './models.provider';
export { SnapshotToolsActivity } from './tools';
