import { DrizzleQueryError } from 'drizzle-orm';

/**
 * What is left of a failed query's error once its parameters are gone: the driver's message. Drizzle quotes the
 * parameters in its own message and PGlite attaches them to its error, so logging either would write out prompts.
 *
 * @returns a new error for a failed query; any other error as it is
 */
export function withoutParameters(error: unknown): unknown {
  if (!(error instanceof DrizzleQueryError)) return error;
  const { message = 'for an unknown reason', code } = (error.cause ?? {}) as {
    message?: string;
    code?: string;
  };
  return Object.assign(new Error(`A query failed: ${message}`), code === undefined ? {} : { code });
}

/**
 * SQLSTATEs of a server that is away, comes or goes, is full or slow, or asks for the same transaction again
 * (https://www.postgresql.org/docs/current/errcodes-appendix.html).
 */
const PASSING_STATES = /^(08\w{3}|57P0[1-3]|57014|53300|40001|40P01)$/;

const PASSING_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'EAI_AGAIN',
  'EHOSTUNREACH',
]);

/** What the driver says in words alone. */
const PASSING_MESSAGES =
  /^(A query failed: )?(Connection terminated|timeout exceeded when trying to connect|timeout expired|Query read timeout|Client has encountered a connection error)/;

/** Whether work on the database failed for a reason that may pass, such as a restart of its server. */
export function isPassing(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code } = error as { code?: unknown };
  if (typeof code === 'string' && (PASSING_CODES.has(code) || PASSING_STATES.test(code))) return true;
  return PASSING_MESSAGES.test(error.message) || isPassing(error.cause);
}
