export { PLANNED_NODE_TYPES } from './node-catalogue';
export type { PlanningTool } from './planning-tool';
export { ToolRegistry } from './tool-registry';
