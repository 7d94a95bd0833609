import { setFlagsFromString } from 'node:v8';
import { Logger } from '@nestjs/common';
import { DefaultLogger, makeTelemetryFilterString, Runtime, type LogEntry } from '@temporalio/worker';

/** Of the thread that workflow code runs in, in MB: what is made in a step is soon garbage, and V8 would gather 100 MB of it first. */
const YOUNG_GENERATION_MB = 8;

/**
 * How far the heap of any thread may grow beyond what is in use before V8 collects it, in percent. By itself V8 lets it grow up to
 * fourfold, and leaves that as it is once there is nothing to do: 200 MB after 5,000 runs. Less than this costs processor time.
 */
const HEAP_GROWTH_PERCENT = 100;

/**
 * Sets up Temporal's native runtime, once a process and before the first worker: its warnings go into the app's log,
 * and it leaves signals alone, since its own handlers would end the worker before the HTTP server. Threads that begin later gather
 * less garbage, and all collect it sooner.
 */
export function installRuntime(): void {
  setFlagsFromString(`--max-semi-space-size=${YOUNG_GENERATION_MB}`);
  setFlagsFromString(`--heap-growing-percent=${HEAP_GROWTH_PERCENT}`);
  Runtime.install({
    shutdownSignals: [],
    logger: new DefaultLogger('WARN', forward),
    // Without this the native part writes to standard output itself, in a format of its own.
    telemetryOptions: {
      logging: { forward: {}, filter: makeTelemetryFilterString({ core: 'WARN', other: 'ERROR' }) },
    },
  });
}

const logger = new Logger('temporal');

/** A worker for activities alone is meant to have no workflows; the runtime warns of it at every start. */
const EXPECTED = 'No workflows registered, not polling for workflow tasks';

function forward({ level, message, meta }: LogEntry): void {
  if (message === EXPECTED) return;
  const line = { ...meta, msg: message };
  if (level === 'ERROR') logger.error(line);
  else logger.warn(line);
}
