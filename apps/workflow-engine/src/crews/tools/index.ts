export { fitArguments } from './arguments';
export { RunSnapshots } from './run-snapshots';
export { RunTools } from './run-tools';
export { SnapshotToolsActivity } from './snapshot-tools.activity';
export { ToolSnapshotRepository } from './tool-snapshot.repository';
export { ToolCatalogue } from './tool.catalogue';
export { ToolError, ToolUnavailableError } from './tool.error';
