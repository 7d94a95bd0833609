import { makeCounterProvider } from '@willsoto/nestjs-prometheus';

/** Name of the counter of executions that were asked for. */
export const EXECUTIONS_REQUESTED = 'workflow_executions_requested_total';

export const executionsRequested = makeCounterProvider({
  name: EXECUTIONS_REQUESTED,
  help: 'Executions asked for, by outcome: started, or the code of the error that was answered',
  labelNames: ['outcome'],
});
