import { setTimeout as sleep } from 'node:timers/promises';
import { isPassing } from './query-failure';

const FIRST_WAIT_MS = 100;
const LAST_WAIT_MS = 2_000;

/**
 * Works on the database, again and again while its server is away, until it succeeds, fails for a reason that stays, or
 * the signal aborts. What was committed although the answer was lost is done again, so the work must be repeatable.
 */
export async function patiently<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T> {
  for (let wait = FIRST_WAIT_MS; ; wait = Math.min(wait * 2, LAST_WAIT_MS)) {
    try {
      return await work();
    } catch (error) {
      if (signal.aborted || !isPassing(error)) throw error;
      await sleep(wait, undefined, { signal }).catch(() => {
        throw error;
      });
    }
  }
}
