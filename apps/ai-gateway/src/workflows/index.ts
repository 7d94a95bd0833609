export type { StoredWorkflow } from './stored-workflow';
export { toView } from './workflow.views';
export { WorkflowsModule } from './workflows.module';
export { WorkflowsService } from './workflows.service';
