export { EventLogRepository, type NewEvent } from './event-log.repository';
export { EventsModule } from './events.module';
