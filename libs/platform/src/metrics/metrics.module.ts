import { type DynamicModule, Module } from '@nestjs/common';
import { makeHistogramProvider, PrometheusModule } from '@willsoto/nestjs-prometheus';
import { register } from 'prom-client';
import { RESPONSE_TIME_LABELS } from '../http/access-log.middleware';
import { MetricsController } from './metrics.controller';

/** Name of the histogram of response times. */
export const RESPONSE_TIME_METRIC = 'http_request_duration_seconds';

/** Serves `/metrics` and provides the histogram of response times. Apps add their own metrics with `make…Provider`. */
@Module({})
export class MetricsModule {
  static forRoot(): DynamicModule {
    const responseTime = makeHistogramProvider({
      name: RESPONSE_TIME_METRIC,
      help: 'Seconds from the arrival of a request to the end of its response',
      labelNames: [...RESPONSE_TIME_LABELS],
      buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60],
    });
    const collected = register.getSingleMetric('process_cpu_seconds_total') !== undefined;
    return {
      module: MetricsModule,
      imports: [
        PrometheusModule.register({ controller: MetricsController, defaultMetrics: { enabled: !collected } }),
      ],
      providers: [responseTime],
      exports: [responseTime],
    };
  }
}
