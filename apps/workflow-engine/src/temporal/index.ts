export { beating } from './heartbeat';
export { connectionOptions } from './connection-options';
export { EMBEDDED_MODEL_QUEUE_SUFFIX } from './task-queues';
export { TemporalModule } from './temporal.module';
export { TemporalService } from './temporal.service';
