import { EngineFailure } from './engine.failure';
import { type RetryClock, waitBeforeRetry, withRetries } from './retry.policy';

const ALMOST_ONE = 1 - Number.EPSILON;

/** A clock that a pause moves on at once. */
function manualClock(random = ALMOST_ONE): RetryClock & { pauses: number[] } {
  let now = 0;
  const pauses: number[] = [];
  return {
    pauses,
    now: () => now,
    random: () => random,
    pause: async (milliseconds) => {
      pauses.push(milliseconds);
      now += milliseconds;
    },
  };
}

const failing = (failure: Error) => jest.fn<Promise<never>, []>(() => Promise.reject(failure));

describe('the wait before the next attempt', () => {
  it('doubles, with full jitter', () => {
    const waits = (random: number) =>
      [1, 2, 3].map((attempt) => waitBeforeRetry({ attempt, elapsedMs: 0, random }));
    expect(waits(0)).toEqual([0, 0, 0]);
    expect(waits(0.5)).toEqual([125, 250, 500]);
  });

  it('is over after four attempts, and leaves a five-second caller its answer', () => {
    expect(waitBeforeRetry({ attempt: 4, elapsedMs: 0, random: 0 })).toBeUndefined();
    const longest = [1, 2, 3].map(
      (attempt) => waitBeforeRetry({ attempt, elapsedMs: 0, random: ALMOST_ONE }) ?? 0,
    );
    expect(longest.reduce((sum, wait) => sum + wait)).toBeLessThan(4_000);
  });

  it('is never shorter than the server asked for', () => {
    expect(waitBeforeRetry({ attempt: 1, elapsedMs: 0, random: 0.5, retryAfterMs: 3_000 })).toBe(3_000);
    expect(waitBeforeRetry({ attempt: 3, elapsedMs: 0, random: 0.5, retryAfterMs: 0 })).toBe(500);
  });

  it('gives up rather than start an attempt past the bound of the whole call', () => {
    expect(
      waitBeforeRetry({ attempt: 2, elapsedMs: 40_000, random: 0, retryAfterMs: 60_000 }),
    ).toBeUndefined();
  });
});

describe('a retried call', () => {
  it('ends with the last failure, after four attempts', async () => {
    const clock = manualClock();
    const call = failing(new EngineFailure('unreachable', 'ECONNREFUSED'));
    await expect(withRetries(call, clock)).rejects.toThrow('ECONNREFUSED');
    expect(call).toHaveBeenCalledTimes(4);
    expect(clock.pauses).toHaveLength(3);
  });

  it('waits as long as it is told, and stops where the waits would add up to more than the bound', async () => {
    const clock = manualClock();
    const call = failing(new EngineFailure('rate_limited', 'answered 429', 60_000));
    await expect(withRetries(call, clock)).rejects.toThrow('429');
    expect(clock.pauses).toEqual([60_000]);
  });

  it('makes one attempt when the failure cannot pass or is not the engine’s', async () => {
    for (const failure of [new EngineFailure('unintelligible', 'garbage'), new TypeError('a defect')]) {
      const call = failing(failure);
      await expect(withRetries(call, manualClock())).rejects.toBe(failure);
      expect(call).toHaveBeenCalledTimes(1);
    }
  });
});
