export { beating } from './heartbeat';
export { connectionOptions } from './connection-options';
export { dataConverter } from './data-converter';
export { DecisionLostError, DecisionRefusedError, RunMessagesService } from './run-messages.service';
export { RunRefusedError } from './run-refused.error';
export { EMBEDDED_MODEL_QUEUE_SUFFIX } from './task-queues';
export { TemporalModule } from './temporal.module';
export { TemporalService } from './temporal.service';
