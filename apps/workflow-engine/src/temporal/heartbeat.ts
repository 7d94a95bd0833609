import { Context } from '@temporalio/activity';

/**
 * Runs a call while telling Temporal that this worker lives, at half the heartbeat timeout.
 *
 * Temporal disowns an attempt that it heard nothing of in time, as after it was away itself, and sends another one. The
 * call goes on then: whoever is called is at work on it already. The signal aborts when the activity is cancelled, the
 * worker has to go, nobody wants the call any more, or its time is up.
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
    const { cancelRequested, workerShutdown } = context.cancellationDetails ?? {};
    return cancelRequested || workerShutdown || !(await isWanted().catch(() => true));
  };
  const look = () => void isCalledOff().then((calledOff) => calledOff && broken.abort());
  const beat = () => {
    context.heartbeat();
    if (cancellationSignal.aborted) look();
  };
  cancellationSignal.addEventListener('abort', look);
  beat();
  const timer = setInterval(beat, (info.heartbeatTimeoutMs ?? 30_000) / 2);
  try {
    return await call(AbortSignal.any([broken.signal, AbortSignal.timeout(info.startToCloseTimeoutMs)]));
  } finally {
    clearInterval(timer);
    cancellationSignal.removeEventListener('abort', look);
  }
}
