export { driverValue } from './driver-value';
export {
  blobs,
  budgets,
  executionEvents,
  executionNodes,
  executions,
  idempotencyKeys,
  modelCalls,
  requests,
  reservations,
  toolCalls,
  toolSnapshots,
} from './schema';
export { storable } from './storable';
