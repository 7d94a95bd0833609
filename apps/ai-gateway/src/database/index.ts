export { idempotencyKeys, workflows } from './schema';
