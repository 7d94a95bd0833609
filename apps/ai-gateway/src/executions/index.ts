export { ExecutionsModule } from './executions.module';
