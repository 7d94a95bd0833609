import { Module } from '@nestjs/common';
import { PlannerModule } from '../planner';
import { workflowGenerations } from './generation.metrics';
import { WorkflowsController } from './workflows.controller';
import { WorkflowsRepository } from './workflows.repository';
import { WorkflowsService } from './workflows.service';

@Module({
  imports: [PlannerModule],
  controllers: [WorkflowsController],
  providers: [WorkflowsService, WorkflowsRepository, workflowGenerations],
  exports: [WorkflowsService],
})
export class WorkflowsModule {}
