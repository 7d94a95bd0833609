import { Module } from '@nestjs/common';
import { WorkflowsModule } from '../workflows';
import { executionsRequested } from './execution.metrics';
import { ExecutionsController } from './executions.controller';
import { ExecutionsService } from './executions.service';

@Module({
  imports: [WorkflowsModule],
  controllers: [ExecutionsController],
  providers: [ExecutionsService, executionsRequested],
})
export class ExecutionsModule {}
