import { type Database, DATABASE, IdempotencyKeys } from '@aiwf/persistence';
import { Module } from '@nestjs/common';
import { idempotencyKeys } from '../database';
import { WorkflowsModule } from '../workflows';
import { executionsRequested } from './execution.metrics';
import { ExecutionsController } from './executions.controller';
import { ExecutionsService } from './executions.service';

@Module({
  imports: [WorkflowsModule],
  controllers: [ExecutionsController],
  providers: [
    ExecutionsService,
    executionsRequested,
    {
      provide: IdempotencyKeys,
      inject: [DATABASE],
      useFactory: (database: Database) => new IdempotencyKeys(database, idempotencyKeys),
    },
  ],
})
export class ExecutionsModule {}
