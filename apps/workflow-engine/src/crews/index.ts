export { LlmCallActivity } from './llm-call.activity';
export { ToolCallActivity } from './tool-call.activity';
export { CrewsModule } from './crews.module';
export { MODELS } from './models.provider';
export { ToolListing } from './tool-listing.service';
export { SnapshotToolsActivity } from './tools';
