import type { RequestHandler } from 'express';
import type { PinoLogger } from 'nestjs-pino';
import type { Histogram } from 'prom-client';
import { isProbe } from './probe-paths';
import { userOf } from './request-user';

/** Label names of the histogram of response times. */
export const RESPONSE_TIME_LABELS = ['method', 'route', 'status'] as const;

/**
 * Writes one line for each request when its response is done or its connection gone, and observes how long it took.
 * The metric is labelled by the route's template, never by the path itself, so that its series stay few.
 */
export function accessLog(
  logger: PinoLogger,
  responseTime: Histogram<(typeof RESPONSE_TIME_LABELS)[number]>,
): RequestHandler {
  return (request, response, next) => {
    const startedAt = process.hrtime.bigint();
    const { path } = request;
    const probe = isProbe(request);
    response.once('close', () => {
      const seconds = Number(process.hrtime.bigint() - startedAt) / 1e9;
      const route = routeOf(request.route);
      const { method } = request;
      const status = response.statusCode;
      responseTime.observe({ method, route, status }, seconds);
      const level = status >= 500 ? 'error' : probe ? 'debug' : 'info';
      logger[level](
        {
          event: 'http.request',
          request_id: request.id,
          method,
          path,
          route,
          status,
          duration_ms: Math.round(seconds * 1e3),
          aborted: response.writableFinished ? undefined : true,
          user_id: userOf(request),
          workflow_id: request.params.workflow_id,
          execution_id: request.params.execution_id,
        },
        'http.request',
      );
    });
    next();
  };
}

/** The template of the route that answered; middleware of Nest counts as a route to Express, under a wildcard. */
function routeOf(route: unknown): string {
  if (typeof route !== 'object' || route === null || !('path' in route)) return 'unmatched';
  return typeof route.path === 'string' && !route.path.includes('*') ? route.path : 'unmatched';
}
