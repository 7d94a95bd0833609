import { Injectable } from '@nestjs/common';
import { InjectMetric, makeCounterProvider, makeHistogramProvider } from '@willsoto/nestjs-prometheus';
import { Counter, Histogram } from 'prom-client';

const STARTED = 'workflow_executions_started_total';
const ENDED = 'workflow_executions_total';
const DURATION = 'workflow_execution_duration_seconds';

/** Providers of the engine's own metrics. */
export const EXECUTION_METRICS = [
  makeCounterProvider({ name: STARTED, help: 'Workflow executions accepted' }),
  makeCounterProvider({ name: ENDED, help: 'Workflow executions ended, by status', labelNames: ['status'] }),
  makeHistogramProvider({
    name: DURATION,
    help: 'Seconds from the start of an execution to its end, by status',
    labelNames: ['status'],
    buckets: [0.1, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600, 1800, 3600],
  }),
];

/** Counts executions, and how they end. */
@Injectable()
export class ExecutionMetrics {
  constructor(
    @InjectMetric(STARTED) private readonly startedCounter: Counter,
    @InjectMetric(ENDED) private readonly endedCounter: Counter<'status'>,
    @InjectMetric(DURATION) private readonly duration: Histogram<'status'>,
  ) {}

  started(): void {
    this.startedCounter.inc();
  }

  ended(status: string, seconds: number): void {
    this.endedCounter.inc({ status });
    this.duration.observe({ status }, seconds);
  }
}
