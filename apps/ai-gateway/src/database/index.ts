export { idempotencyKeys, workflows, workflowVersions } from './schema';
