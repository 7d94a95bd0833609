import { Module } from '@nestjs/common';
import { EventLogReader } from './event-log-reader.repository';
import { EventLogRepository } from './event-log.repository';

/** The append-only log of each run. */
@Module({ providers: [EventLogReader, EventLogRepository], exports: [EventLogReader, EventLogRepository] })
export class EventsModule {}
