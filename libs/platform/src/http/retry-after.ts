/** No wait is longer than this, whatever a server asks for. */
const LONGEST_WAIT_MS = 60_000;

/**
 * Reads a `Retry-After` header (RFC 9110, 10.2.3): seconds, with fractions as some servers send them, or a date.
 *
 * @param now milliseconds since the epoch, for the date form
 * @returns milliseconds to wait, 0 to 60,000, or undefined when there is no usable header
 */
export function parseRetryAfter(header: unknown, now: number): number | undefined {
  if (typeof header !== 'string') return undefined;
  const text = header.trim();
  if (/^\d+(\.\d+)?$/.test(text)) return Math.min(Number(text) * 1_000, LONGEST_WAIT_MS);
  // Date.parse takes "-5" for a year; every HTTP date starts with the name of its day.
  if (!/^(Mon|Tue|Wed|Thu|Fri|Sat|Sun)/.test(text)) return undefined;
  const waitMs = Date.parse(text) - now;
  return Number.isNaN(waitMs) ? undefined : Math.min(Math.max(waitMs, 0), LONGEST_WAIT_MS);
}
