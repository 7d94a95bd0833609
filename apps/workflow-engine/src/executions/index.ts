export { ExecutionJournal } from './execution.journal';
export { ExecutionsModule } from './executions.module';
export { ExecutionsService } from './executions.service';
