import type { EnvironmentReader } from './environment.reader';
import { type LogLevel, readLogLevel } from './log.config';
import { type ModelConfig, readModelConfig } from './model.config';
import { type RateLimitConfig, readRateLimitConfig } from './rate-limit.config';

/** What both services are told. */
export interface CommonConfig {
  readonly logLevel: LogLevel;
  /** Folder of the embedded database. */
  readonly dataDir: string;
  /** `postgres://…`, a secret; absent: the embedded database in `dataDir`. */
  readonly databaseUrl?: string;
  readonly rateLimit: RateLimitConfig;
  readonly model: ModelConfig;
  /** A supervisor started this process over an IPC channel; when that channel closes, the process exits. */
  readonly supervised: boolean;
}

export const PORT_RANGE = { min: 0, max: 65_535 };

export function readCommonConfig(env: EnvironmentReader): CommonConfig {
  return {
    logLevel: readLogLevel(env),
    dataDir: env.text('DATA_DIR', '.data'),
    databaseUrl: env.url('DATABASE_URL', ['postgres:', 'postgresql:']),
    rateLimit: readRateLimitConfig(env),
    model: readModelConfig(env),
    supervised: env.flag('SUPERVISED', false),
  };
}
