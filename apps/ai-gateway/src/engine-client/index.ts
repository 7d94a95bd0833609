export { DryRunClient } from './dry-run.client';
export { EngineClient } from './engine.client';
export { EngineClientModule } from './engine-client.module';
export { ExecutionClient } from './execution.client';
export { StatisticsClient } from './statistics.client';
