import { Context } from '@temporalio/activity';
import { ApplicationFailure, CancelledFailure } from '@temporalio/common';

/** The type of the failure by which a worker that has to go gives a call back; Temporal's own name for it. */
const SHUT_DOWN = 'WorkerShutdown';

/** How often a local call looks whether it is still wanted; it beats for nobody. */
const LOOK_MS = 2_000;

/**
 * Runs a call while telling Temporal that this worker lives, at half the heartbeat timeout.
 *
 * Temporal disowns an attempt that it heard nothing of in time, as after it was away itself, and sends another one. The
 * call goes on then: whoever is called is at work on it already. The signal aborts when the activity is cancelled, the
 * worker has to go, nobody wants the call any more, or its time is up.
 *
 * A local activity is told that it is cancelled also when its workflow only moves to another worker, which will ask for
 * the same call: it goes on as long as its result is wanted.
 *
 * @param isWanted whether anybody waits for the call's result; asked once the attempt is disowned; without it nobody does, since
 * what is done may be done again at no cost
 */
export async function beating<T>(
  call: (signal: AbortSignal) => Promise<T>,
  isWanted: () => Promise<boolean> = () => Promise.resolve(false),
): Promise<T> {
  const context = Context.current();
  const { cancellationSignal, info } = context;
  const broken = new AbortController();
  const isCalledOff = async () => {
    const { cancelRequested, timedOut, workerShutdown } = context.cancellationDetails ?? {};
    const isTold = info.isLocal ? timedOut : cancelRequested;
    return isTold || workerShutdown || !(await isWanted().catch(() => true));
  };
  const look = () => void isCalledOff().then((calledOff) => calledOff && broken.abort());
  const beat = () => {
    if (!info.isLocal) context.heartbeat();
    if (cancellationSignal.aborted) look();
  };
  cancellationSignal.addEventListener('abort', look);
  // No beat yet: Temporal counts from the attempt's start, and keeps each in its database, which costs as much as the attempt's end.
  if (cancellationSignal.aborted) look();
  // Were a local call's own limit the first to end it, it would be taken for broken off.
  const limitMs = info.startToCloseTimeoutMs + (info.isLocal ? LOOK_MS : 0);
  const timer = setInterval(beat, info.isLocal ? LOOK_MS : (info.heartbeatTimeoutMs ?? 30_000) / 2);
  try {
    return await call(AbortSignal.any([broken.signal, AbortSignal.timeout(limitMs)]));
  } catch (error) {
    // Were it cancelled, the workflow would take it for its own doing.
    if (!info.isLocal || !(error instanceof CancelledFailure)) throw error;
    throw ApplicationFailure.retryable('The call was broken off', SHUT_DOWN);
  } finally {
    clearInterval(timer);
    cancellationSignal.removeEventListener('abort', look);
  }
}
