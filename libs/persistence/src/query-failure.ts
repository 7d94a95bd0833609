import { DrizzleQueryError } from 'drizzle-orm';

/**
 * What is left of a failed query's error once its parameters are gone: the driver's message. Drizzle quotes the
 * parameters in its own message and PGlite attaches them to its error, so logging either would write out prompts.
 *
 * @returns a new error for a failed query; any other error as it is
 */
export function withoutParameters(error: unknown): unknown {
  if (!(error instanceof DrizzleQueryError)) return error;
  return new Error(`A query failed: ${error.cause?.message ?? 'for an unknown reason'}`);
}
