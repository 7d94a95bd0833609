export { ToolCatalogue } from './tool.catalogue';
export { ToolError } from './tool.error';
export type { ToolDescription } from './tool';
