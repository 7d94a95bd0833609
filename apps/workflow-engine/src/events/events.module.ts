import { Module } from '@nestjs/common';
import { EventLogRepository } from './event-log.repository';

/** The append-only log of each run. */
@Module({ providers: [EventLogRepository], exports: [EventLogRepository] })
export class EventsModule {}
