import { type DynamicModule, Module, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { getStorageToken, type ThrottlerStorage } from '@nestjs/throttler';
import { getToken } from '@willsoto/nestjs-prometheus';
import { Logger, PinoLogger } from 'nestjs-pino';
import type { DestinationStream } from 'pino';
import type { Histogram } from 'prom-client';
import type { CommonConfig } from '../config/common.config';
import { BootLogger } from '../logging/boot.logger';
import { RESPONSE_TIME_METRIC } from '../metrics/metrics.module';
import { addressLimit } from '../throttling/address-limit.middleware';
import { accessLog } from './access-log.middleware';
import { BoundedExpressAdapter } from './bounded-express.adapter';
import { jsonBody } from './json-body.middleware';
import { type ApiDescription, serveOpenApi } from './openapi';
import { PlatformModule } from './platform.module';
import { requestId } from './request-id.middleware';
import { RouteIndex } from './route-index';

const DEFAULT_BODY_LIMIT_BYTES = 1024 * 1024;

/** What an app is made of besides its module. */
export interface HttpAppOptions extends ApiDescription {
  config: CommonConfig;
  /** Bytes that a request's body may have; absent: 1 MiB. */
  bodyLimitBytes?: number;
  /** Where the log goes; absent: standard output. The first app of a process decides for all. */
  logDestination?: DestinationStream;
}

/** The root: the platform, and the app's own module. */
@Module({})
class HttpAppModule {}

/**
 * Makes a service of a module: its routes behind the limits, checks, logs and errors that both services share, plus
 * `/health`, `/livez`, `/readyz`, `/metrics`, `/docs` and `/openapi.json`. It does not listen yet: call
 * `app.listen(port, host)`, with port 0 for any free one. SIGTERM and SIGINT close it, in ten seconds at the latest.
 */
export async function createHttpApp(
  module: Type | DynamicModule,
  { config, bodyLimitBytes = DEFAULT_BODY_LIMIT_BYTES, logDestination, ...description }: HttpAppOptions,
): Promise<NestExpressApplication> {
  const root = { module: HttpAppModule, imports: [PlatformModule.forRoot(config, logDestination), module] };
  const app = await NestFactory.create<NestExpressApplication>(root, new BoundedExpressAdapter(), {
    bodyParser: false,
    bufferLogs: true,
    abortOnError: false,
  });
  app.useLogger(new BootLogger(app.get(Logger)));
  app.disable('x-powered-by');
  app.set('query parser', 'simple');
  app.set('trust proxy', config.rateLimit.trustProxy);
  app.use(
    requestId,
    accessLog(await app.resolve(PinoLogger), app.get<Histogram>(getToken(RESPONSE_TIME_METRIC))),
  );
  if (config.rateLimit.enabled) {
    app.use(addressLimit(app.get<ThrottlerStorage>(getStorageToken()), config.rateLimit.addressPerMinute));
  }
  app.use(jsonBody(bodyLimitBytes));
  app.enableShutdownHooks(['SIGTERM', 'SIGINT'], { useProcessExit: true });
  app.get(RouteIndex).load(serveOpenApi(app, description));
  return app;
}
