export { ToolCatalogue } from './tool.catalogue';
export { ToolError } from './tool.error';
export type { ToolErrorCode } from './tool.error';
export type { ToolContext, ToolDescription } from './tool';
