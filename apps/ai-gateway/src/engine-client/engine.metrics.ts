import { makeHistogramProvider } from '@willsoto/nestjs-prometheus';

/** Name of the histogram of single requests to the engine, retries counted one by one. */
export const ENGINE_REQUEST_DURATION = 'engine_request_duration_seconds';

export const engineRequestDuration = makeHistogramProvider({
  name: ENGINE_REQUEST_DURATION,
  help: 'Seconds a request to the workflow engine took, by operation and outcome',
  labelNames: ['operation', 'outcome'],
  buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
});
