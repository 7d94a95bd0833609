import { Module } from '@nestjs/common';
import { EventLogReader } from './event-log-reader.repository';
import { EventLogRepository } from './event-log.repository';
import { NewNodes } from './new-nodes';

/** The append-only log of each run. */
@Module({
  providers: [EventLogReader, EventLogRepository, NewNodes],
  exports: [EventLogReader, EventLogRepository, NewNodes],
})
export class EventsModule {}
