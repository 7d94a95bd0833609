import type { EnvironmentReader } from './environment.reader';

/** The least severe lines that are written. */
export type LogLevel = 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal';

const LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'warning', 'critical'] as const;

/** Reads `LOG_LEVEL`, in any case; Python's WARNING and CRITICAL are `warn` and `fatal`. */
export function readLogLevel(env: EnvironmentReader): LogLevel {
  const level = env.choice('LOG_LEVEL', 'info', LEVELS);
  switch (level) {
    case 'warning':
      return 'warn';
    case 'critical':
      return 'fatal';
    default:
      return level;
  }
}
