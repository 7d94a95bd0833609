export {
  executionEvents,
  executionNodes,
  executions,
  idempotencyKeys,
  modelCalls,
  toolCalls,
} from './schema';
export { storable } from './storable';
