import { parseRetryAfter } from '@aiwf/platform';
import { errorHeader, field, textField } from './error-fields';

/** No provider may park a run for longer than this, in milliseconds. */
const MAX_RETRY_AFTER_MS = 60_000;

/** Gemini sends no header but a `google.rpc.RetryInfo` among the error's details: `retryDelay: '34s'`. */
function parseRetryInfo(error: unknown): number | undefined {
  const details = field(error, 'errorDetails');
  if (!Array.isArray(details)) return undefined;
  const delay = details.map((detail) => textField(detail, 'retryDelay')).find(Boolean);
  return delay ? Number.parseFloat(delay) * 1000 : undefined;
}

/**
 * How long the provider asks to wait, in milliseconds between 0 and 60,000: from OpenAI's
 * `retry-after-ms`, from `Retry-After` in both forms, from what LangChain parsed, or from Gemini's details.
 * Undefined when it doesn't say, or nothing readable.
 */
export function readRetryAfter(error: unknown): number | undefined {
  const milliseconds = errorHeader(error, 'retry-after-ms');
  const candidates = [
    milliseconds === undefined ? undefined : Number(milliseconds),
    parseRetryAfter(errorHeader(error, 'retry-after'), Date.now()),
    field(error, 'retryAfterMs'),
    parseRetryInfo(error),
  ];
  const wait = candidates.find(
    (candidate): candidate is number => typeof candidate === 'number' && !Number.isNaN(candidate),
  );
  return wait === undefined ? undefined : Math.round(Math.min(Math.max(wait, 0), MAX_RETRY_AFTER_MS));
}
