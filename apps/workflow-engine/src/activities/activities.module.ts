import { Module } from '@nestjs/common';
import { CrewsModule } from '../crews';
import { ExecutionsModule } from '../executions';
import { ActivityRegistry } from './activity.registry';
import { HttpRequestActivity } from './http-request.activity';
import { RecordProgressActivity } from './record-progress.activity';

/** What workflow code may ask of the outside world. */
@Module({
  imports: [CrewsModule, ExecutionsModule],
  providers: [HttpRequestActivity, RecordProgressActivity, ActivityRegistry],
  exports: [ActivityRegistry],
})
export class ActivitiesModule {}
