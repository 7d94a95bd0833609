import { Module } from '@nestjs/common';
import { ExecutionsModule } from '../executions';
import { WorkflowsModule } from '../workflows';
import { DryRunController } from './dry-run.controller';
import { DryRunService } from './dry-run.service';

/** Dry runs of stored workflows. */
@Module({
  imports: [ExecutionsModule, WorkflowsModule],
  controllers: [DryRunController],
  providers: [DryRunService],
})
export class DryRunModule {}
