import { EngineFailure } from './engine.failure';

const MAX_ATTEMPTS = 4;
const FIRST_BACKOFF_MS = 250;
/** No attempt starts later than this after the first: room for one full `Retry-After`, and an end to every call. */
const LATEST_START_MS = 90_000;

/** Time and chance, as the retries need them. */
export interface RetryClock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** 0 to 1, without 1. */
  random(): number;
  pause(milliseconds: number): Promise<void>;
}

/** A failed attempt, as far as it decides on the next. */
export interface FailedAttempt {
  /** 1 for the first. */
  attempt: number;
  /** Since the first attempt started. */
  elapsedMs: number;
  /** Asked for by the server. */
  retryAfterMs?: number;
  /** 0 to 1, without 1. */
  random: number;
}

/**
 * How long to wait before the next attempt: exponential backoff with full jitter, at least what the server asked for.
 * Without a request of the server the waits add up to under two seconds, so a caller with a five-second timeout still
 * reads the answer. Undefined: give up.
 */
export function waitBeforeRetry({
  attempt,
  elapsedMs,
  retryAfterMs,
  random,
}: FailedAttempt): number | undefined {
  if (attempt >= MAX_ATTEMPTS) return undefined;
  const backoffMs = random * FIRST_BACKOFF_MS * 2 ** (attempt - 1);
  const waitMs = Math.max(backoffMs, retryAfterMs ?? 0);
  return elapsedMs + waitMs > LATEST_START_MS ? undefined : waitMs;
}

/**
 * Calls until it succeeds or the policy gives up. Only an {@link EngineFailure} that may pass is tried again.
 * @throws the last failure
 */
export async function withRetries<Result>(call: () => Promise<Result>, clock: RetryClock): Promise<Result> {
  const startedAt = clock.now();
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await call();
    } catch (error) {
      if (!(error instanceof EngineFailure) || !error.mayPass) throw error;
      const waitMs = waitBeforeRetry({
        attempt,
        elapsedMs: clock.now() - startedAt,
        retryAfterMs: error.retryAfterMs,
        random: clock.random(),
      });
      if (waitMs === undefined) throw error;
      await clock.pause(waitMs);
    }
  }
}
