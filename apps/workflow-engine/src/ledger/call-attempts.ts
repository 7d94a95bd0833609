import { Injectable } from '@nestjs/common';
import { CancelledFailure } from '@temporalio/common';
import { patiently } from '@aiwf/persistence';
import { beating } from '../temporal';
import type { CallKey } from '../workflows';
import { ModelCallsRepository } from './model-calls.repository';

/**
 * Attempts at calls of the outside world. Of one call, one attempt at a time is at work in this process: when Temporal
 * has given up on an attempt that is still under way, the next one waits for its end and finds what it recorded.
 */
@Injectable()
export class CallAttempts {
  private readonly underWay = new Map<string, Promise<unknown>>();

  constructor(private readonly modelCalls: ModelCallsRepository) {}

  /**
   * Makes an attempt, beating from its first moment to its last. Where it finds the database away it is made again, so
   * what it does after the call itself must wait for the database by itself.
   *
   * @param position which of the turn's tool calls it is; undefined: its model call
   */
  make<T>(
    key: CallKey,
    position: number | undefined,
    attempt: (signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    const name = JSON.stringify([key.lineage, key.path, key.turn, position]);
    return beating(
      (signal) => this.alone(name, signal, () => patiently(() => attempt(signal), signal)),
      () => this.modelCalls.isOpen(key.lineage),
    );
  }

  private alone<T>(name: string, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    const earlier = this.underWay.get(name) ?? Promise.resolve();
    const own = untilEnded(earlier, signal).then(work);
    const both = Promise.allSettled([earlier, own]).then(() => {
      if (this.underWay.get(name) === both) this.underWay.delete(name);
    });
    this.underWay.set(name, both);
    return own;
  }
}

function untilEnded(earlier: Promise<unknown>, signal: AbortSignal): Promise<unknown> {
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const abort = () => reject(new CancelledFailure('The call was cancelled'));
  signal.addEventListener('abort', abort);
  return Promise.race([earlier, aborted]).finally(() => signal.removeEventListener('abort', abort));
}
