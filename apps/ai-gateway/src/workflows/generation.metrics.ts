import { makeCounterProvider } from '@willsoto/nestjs-prometheus';

/** Name of the counter of workflows that were asked for. */
export const WORKFLOW_GENERATIONS = 'workflow_generations_total';

export const workflowGenerations = makeCounterProvider({
  name: WORKFLOW_GENERATIONS,
  help: 'Workflows asked for, by the planner that made them (none: it failed) and outcome (success or an error code)',
  labelNames: ['planner', 'outcome'],
});
