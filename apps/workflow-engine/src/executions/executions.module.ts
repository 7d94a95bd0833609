import { Module } from '@nestjs/common';
import { type Database, DATABASE, IdempotencyKeys } from '@aiwf/persistence';
import { BlobsModule } from '../blobs';
import { CrewsModule } from '../crews';
import { idempotencyKeys } from '../database';
import { EventsModule } from '../events';
import { LedgerModule } from '../ledger';
import { RecordingsModule } from '../recordings';
import { TemporalModule } from '../temporal';
import { DiffService } from './diff/diff.service';
import { DryRunReader } from './dry-run/dry-run.reader';
import { DryRunRemoval } from './dry-run/dry-run.removal';
import { DryRunRepository } from './dry-run/dry-run.repository';
import { DryRunService } from './dry-run/dry-run.service';
import { DryRunStarter } from './dry-run/dry-run.starter';
import { ExecutionAccess } from './execution.access';
import { ExecutionJournal } from './execution.journal';
import { EXECUTION_METRICS, ExecutionMetrics } from './execution.metrics';
import { ExecutionRepository } from './execution.repository';
import { ExecutionSettingsSource } from './execution.settings';
import { ExecutionStarter } from './execution.starter';
import { ExecutionsService } from './executions.service';
import { ForkRepository } from './fork/fork.repository';
import { ForkService } from './fork/fork.service';
import { ForkWriter } from './fork/fork.writer';
import { ParentRunRepository } from './fork/parent-run.repository';
import { EventPagesService } from './records/event-pages.service';
import { ExportService } from './records/export.service';
import { RecordRepository } from './records/record.repository';
import { RecordedRuns } from './records/recorded-runs';
import { RecordedSteering } from './records/recorded-steering';
import { RequestsRepository } from './requests/requests.repository';
import { RequestsService } from './requests/requests.service';
import { StatisticsRepository } from './statistics/statistics.repository';
import { StatisticsService } from './statistics/statistics.service';
import { DeletionService } from './steering/deletion.service';
import { ExecutionRemoval } from './steering/execution.removal';
import { RetentionSweeper } from './steering/retention.sweeper';
import { SteeringService } from './steering/steering.service';
import { UsageRepository } from './usage/usage.repository';
import { UsageService } from './usage/usage.service';
import { Reconciler } from './reconciler';
import { RunLauncher } from './run.launcher';
import { StatusRepository } from './status.repository';

const DRY_RUNS = [DryRunReader, DryRunRemoval, DryRunRepository, DryRunService, DryRunStarter];

const FORKS = [DiffService, ForkRepository, ForkService, ForkWriter, ParentRunRepository];

const RECORDS = [
  EventPagesService,
  ExportService,
  RecordRepository,
  RecordedRuns,
  RecordedSteering,
  StatisticsRepository,
  StatisticsService,
  UsageRepository,
  UsageService,
];

const STEERING = [
  DeletionService,
  ExecutionRemoval,
  RequestsRepository,
  RequestsService,
  RetentionSweeper,
  SteeringService,
];

/** Runs: their start, their rows, what is said to them and what they leave behind, and the check that no row is left behind. */
@Module({
  imports: [BlobsModule, CrewsModule, EventsModule, LedgerModule, RecordingsModule, TemporalModule],
  providers: [
    ...EXECUTION_METRICS,
    ExecutionMetrics,
    ExecutionRepository,
    ExecutionJournal,
    {
      provide: IdempotencyKeys,
      inject: [DATABASE],
      useFactory: (database: Database) => new IdempotencyKeys(database, idempotencyKeys),
    },
    ExecutionSettingsSource,
    ExecutionAccess,
    RunLauncher,
    ExecutionStarter,
    StatusRepository,
    ExecutionsService,
    ...DRY_RUNS,
    ...FORKS,
    ...RECORDS,
    ...STEERING,
    Reconciler,
  ],
  exports: [
    ExecutionJournal,
    ExecutionsService,
    DeletionService,
    DiffService,
    DryRunService,
    EventPagesService,
    ExportService,
    ForkService,
    RecordedRuns,
    RequestsService,
    StatisticsService,
    SteeringService,
    UsageService,
  ],
})
export class ExecutionsModule {}
