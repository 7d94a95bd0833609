import { Module } from '@nestjs/common';
import { BlobsModule } from '../blobs';
import { BudgetsModule } from '../budgets';
import { CrewsModule } from '../crews';
import { EventsModule } from '../events';
import { ExecutionsModule } from '../executions';
import { LedgerModule } from '../ledger';
import { RecordingsModule } from '../recordings';
import { TemporalModule } from '../temporal';
import { ActivityRegistry } from './activity.registry';
import { HttpRequestActivity } from './http-request.activity';
import { MockActivities } from './mock.activities';
import { ProgressSink } from './progress.sink';
import { RunActivities } from './run.activities';
import { SecretsService } from './secrets.service';
import { ValuesActivities } from './values.activities';

/** What workflow code may ask of the outside world. */
@Module({
  imports: [
    BlobsModule,
    BudgetsModule,
    CrewsModule,
    EventsModule,
    ExecutionsModule,
    LedgerModule,
    RecordingsModule,
    TemporalModule,
  ],
  providers: [
    HttpRequestActivity,
    MockActivities,
    ProgressSink,
    RunActivities,
    SecretsService,
    ValuesActivities,
    ActivityRegistry,
  ],
  exports: [ActivityRegistry, ProgressSink],
})
export class ActivitiesModule {}
