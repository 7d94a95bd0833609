export { ExecutionsModule } from './executions.module';
export { assertInputsFit } from './inputs.check';
export { WorkflowInliner } from './workflow.inliner';
