import { type Database, DATABASE, IdempotencyKeys } from '@aiwf/persistence';
import { Module } from '@nestjs/common';
import { idempotencyKeys } from '../database';
import { EstimateModule } from '../estimate';
import { WorkflowsModule } from '../workflows';
import { EstimatesController } from './estimates.controller';
import { EstimatesService } from './estimates.service';
import { executionsRequested } from './execution.metrics';
import { ExecutionRecorder } from './execution.recorder';
import { ExecutionsController } from './executions.controller';
import { ExecutionsService } from './executions.service';
import { ForksController } from './forks.controller';
import { ForksService } from './forks.service';
import { RecordsController } from './records.controller';
import { RequestsController } from './requests.controller';
import { SteeringController } from './steering.controller';
import { WorkflowInliner } from './workflow.inliner';

@Module({
  imports: [EstimateModule, WorkflowsModule],
  controllers: [
    EstimatesController,
    ExecutionsController,
    SteeringController,
    RequestsController,
    ForksController,
    RecordsController,
  ],
  providers: [
    EstimatesService,
    ExecutionsService,
    ExecutionRecorder,
    ForksService,
    WorkflowInliner,
    executionsRequested,
    {
      provide: IdempotencyKeys,
      inject: [DATABASE],
      useFactory: (database: Database) => new IdempotencyKeys(database, idempotencyKeys),
    },
  ],
  exports: [WorkflowInliner],
})
export class ExecutionsModule {}
