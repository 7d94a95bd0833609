import { Logger } from '@nestjs/common';
import { DefaultLogger, Runtime, type LogEntry } from '@temporalio/worker';

/**
 * Sets up Temporal's native runtime, once a process and before the first worker: its warnings go into the app's log,
 * and it leaves signals alone, since its own handlers would end the worker before the HTTP server.
 */
export function installRuntime(): void {
  Runtime.install({ shutdownSignals: [], logger: new DefaultLogger('WARN', forward) });
}

const logger = new Logger('temporal');

function forward({ level, message, meta }: LogEntry): void {
  const line = { ...meta, msg: message };
  if (level === 'ERROR') logger.error(line);
  else logger.warn(line);
}
