export { CrewActivities } from './crew.activities';
export { CrewsModule } from './crews.module';
export { MODELS } from './models.provider';
export { McpServers } from './mcp';
export { SnapshotToolsActivity } from './tools';
