export { executionEvents, executionNodes, executions, modelCalls, toolCalls } from './schema';
export { storable } from './storable';
