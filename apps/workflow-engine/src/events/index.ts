export { callRecord } from './call-record.repository';
export { EventLogRepository, type Appended, type NewEvent } from './event-log.repository';
export { isOfRun, isTerminal, type RunFacts } from './projection.repository';
export { EventLogReader, type EventRow } from './event-log-reader.repository';
export { EventsModule } from './events.module';
export { NewNodes } from './new-nodes';
