import { Module } from '@nestjs/common';
import { EstimateModule } from '../estimate';
import { PlannerModule } from '../planner';
import { workflowGenerations } from './generation.metrics';
import { GenerationAnswers } from './generation.answers';
import { GenerationStream } from './stream/generation.stream';
import { VersionsController } from './versions.controller';
import { VersionsService } from './versions.service';
import { WorkflowMaker } from './workflow.maker';
import { WorkflowsController } from './workflows.controller';
import { WorkflowsRepository } from './workflows.repository';
import { WorkflowsService } from './workflows.service';

@Module({
  imports: [EstimateModule, PlannerModule],
  controllers: [WorkflowsController, VersionsController],
  providers: [
    GenerationAnswers,
    GenerationStream,
    VersionsService,
    WorkflowMaker,
    WorkflowsService,
    WorkflowsRepository,
    workflowGenerations,
  ],
  exports: [WorkflowsService],
})
export class WorkflowsModule {}
