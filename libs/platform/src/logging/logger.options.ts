import type { Params } from 'nestjs-pino';
import { type DestinationStream, stdSerializers, stdTimeFunctions } from 'pino';
import type { Options } from 'pino-http';
import type { CommonConfig } from '../config/common.config';
import { redactLine } from './redaction';
import { requestIdInScope } from './request-scope';

/**
 * Options of the one logger of a process: JSON lines with `level` as a name, `time` in ISO 8601, and inside a request
 * its `request_id`. The line for each request is written by `accessLog`, since it must also see the requests that are
 * refused before Nest does.
 *
 * @param destination where lines go; absent: standard output
 */
export function loggerOptions(config: CommonConfig, destination?: DestinationStream): Params {
  const secrets = secretsOf(config);
  const options: Options = {
    level: config.logLevel,
    base: undefined,
    timestamp: stdTimeFunctions.isoTime,
    // JSON has nothing of an error otherwise; with what was behind it.
    serializers: { error: stdSerializers.errWithCause },
    formatters: { level: (label) => ({ level: label }) },
    hooks: { streamWrite: (line) => redactLine(line, secrets) },
    mixin: requestIdInScope,
  };
  // No routes: its middleware would make a logger for each request, which `mixin` does without.
  return { pinoHttp: destination ? [options, destination] : options, forRoutes: [] };
}

function secretsOf({ model, databaseUrl }: CommonConfig): string[] {
  const password = databaseUrl === undefined ? '' : new URL(databaseUrl).password;
  return [model.apiKey ?? '', databaseUrl ?? '', password, decodeURIComponent(password)].filter(
    (secret) => secret.length >= 4,
  );
}
