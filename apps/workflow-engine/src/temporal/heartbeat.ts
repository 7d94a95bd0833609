import { Context } from '@temporalio/activity';

/**
 * Runs a call while telling Temporal that this worker lives, at half the heartbeat timeout. The signal aborts when the
 * activity is cancelled or the worker has to go.
 */
export async function beating<T>(call: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const context = Context.current();
  const timeoutMs = context.info.heartbeatTimeoutMs ?? 30_000;
  context.heartbeat();
  const timer = setInterval(() => context.heartbeat(), timeoutMs / 2);
  try {
    return await call(context.cancellationSignal);
  } finally {
    clearInterval(timer);
  }
}
