import { createHash } from 'node:crypto';
import type { Response } from 'express';
import { HttpProblem } from '../errors/http-problem.error';

/** Milliseconds that a limit speaks of: it slides over the last minute. */
export const WINDOW_MS = 60_000;

/** What a count came to; as `@nestjs/throttler`'s storage answers it, times in seconds. */
export interface Usage {
  totalHits: number;
  timeToExpire: number;
  isBlocked: boolean;
  timeToBlockExpire: number;
}

/** Key of a count: what is counted, and whom. Hashed, so that keys are short and hold no user's name. */
export function countKey(limit: 'address' | 'default' | 'generation', subject: string): string {
  return createHash('sha256').update(`${limit}:${subject}`).digest('hex');
}

/**
 * Tells the caller how far a limit is used: `X-RateLimit-Limit`, `-Remaining` and `-Reset` (seconds). Several limits
 * count a request; the headers are those of the one with the least remaining.
 *
 * @throws HttpProblem 429 with `Retry-After` when the limit is exceeded
 */
export function reportUsage(response: Response, limit: number, usage: Usage): void {
  const remaining = Math.max(0, limit - usage.totalHits);
  if (usage.isBlocked) {
    const seconds = Math.max(1, usage.timeToBlockExpire);
    throw new HttpProblem('rate_limited', {
      headers: { ...usageHeaders(limit, 0, seconds), 'Retry-After': String(seconds) },
    });
  }
  const told = response.getHeader('X-RateLimit-Remaining');
  if (told === undefined || remaining < Number(told)) {
    response.set(usageHeaders(limit, remaining, usage.timeToExpire));
  }
}

function usageHeaders(limit: number, remaining: number, resetSeconds: number): Record<string, string> {
  return {
    'X-RateLimit-Limit': String(limit),
    'X-RateLimit-Remaining': String(remaining),
    'X-RateLimit-Reset': String(resetSeconds),
  };
}
