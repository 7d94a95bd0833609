import { errorStatus, field, textField } from './error-fields';
import { redactKeys } from './redaction';
import { readRetryAfter } from './retry-after';

/** Why a model call failed, independent of the provider. */
export type ModelFailureCode =
  | 'rate_limited'
  | 'quota_exhausted'
  | 'unauthorized'
  | 'model_not_found'
  | 'bad_request'
  | 'context_overflow'
  | 'refused'
  | 'timeout'
  | 'unavailable'
  | 'bad_response'
  | 'cancelled'
  | 'unknown';

/** A failed model call in terms a retry policy, a user and a log can share. */
export interface ModelFailure {
  code: ModelFailureCode;
  /** At most 500 characters, without keys or headers. */
  message: string;
  retryable: boolean;
  /** Milliseconds the provider asks to wait, at most 60,000; only on retryable failures. */
  retryAfterMs?: number;
  /** The HTTP status, when there was an answer. */
  status?: number;
}

/** Characters of a provider's message that are kept. */
const MAX_MESSAGE_LENGTH = 500;

type Verdict = Pick<ModelFailure, 'code' | 'retryable'>;

const verdict = (code: ModelFailureCode, retryable: boolean): Verdict => ({ code, retryable });

const CONNECTION_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_SOCKET',
]);

const TIMEOUT_CODES = new Set([
  'ETIMEDOUT',
  'ECONNABORTED',
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_BODY_TIMEOUT',
]);

/** Gemini's reasons for withholding an answer that trying again doesn't change. */
const BLOCKING_FINISH_REASONS = new Set(['SAFETY', 'RECITATION', 'PROHIBITED_CONTENT', 'BLOCKLIST', 'SPII']);

/**
 * OpenAI says `insufficient_quota`. LangChain also reads the message, but Gemini words its ordinary rate limit
 * the same way; what tells them apart is that a rate limit says how long to wait.
 */
function isQuotaExhausted(error: unknown): boolean {
  const code = textField(error, 'code') || textField(field(error, 'error'), 'code');
  if (code === 'insufficient_quota') return true;
  return textField(error, 'rateLimitType') === 'stop' && readRetryAfter(error) === undefined;
}

function judgeStatus(status: number, error: unknown): Verdict | undefined {
  if (status === 429) {
    return isQuotaExhausted(error) ? verdict('quota_exhausted', false) : verdict('rate_limited', true);
  }
  if (status === 401 || status === 403) return verdict('unauthorized', false);
  if (status === 404) return verdict('model_not_found', false);
  if (status === 408) return verdict('timeout', true);
  if (status === 425 || status >= 500) return verdict('unavailable', true);
  if (status >= 400) return verdict('bad_request', false);
  return undefined;
}

/** By the error's class name, which survives where `instanceof` doesn't: LangChain gets loaded in two copies. */
function judgeName(error: unknown): Verdict | undefined {
  switch (textField(error, 'name')) {
    case 'AbortError':
    case 'CancelledFailure':
      return verdict('cancelled', false);
    case 'ContextOverflowError':
      return verdict('context_overflow', false);
    case 'EmptyContentError': {
      const blocked =
        textField(error, 'blockReason') || BLOCKING_FINISH_REASONS.has(textField(error, 'finishReason'));
      return blocked ? verdict('refused', false) : verdict('bad_response', true);
    }
    case 'RefusedAnswerError':
      return verdict('refused', false);
    case 'EmptyCompletionError':
    case 'OutputParserException':
    case 'SyntaxError':
      return verdict('bad_response', true);
    case 'EmbeddedModelMissingError':
      return verdict('model_not_found', false);
    case 'TimeoutError':
      return verdict('timeout', true);
    default:
      return undefined;
  }
}

/** Parse errors that LangChain wraps, and Ollama's and Gemini's for a stream that breaks off or holds no JSON. */
const UNREADABLE_ANSWER =
  /^SyntaxError:|^Did not receive done or success response|: Failed to parse stream|: Error parsing JSON response/;

const LOST_CONNECTION =
  /^Connection error\.|fetch failed|^Error fetching from|^terminated$|: Error reading from the stream/;

function judgeTransport(error: unknown): Verdict | undefined {
  const message = textField(error, 'message');
  if (UNREADABLE_ANSWER.test(message)) return verdict('bad_response', true);
  const codes = [textField(error, 'code'), textField(field(error, 'cause'), 'code')];
  if (codes.some((code) => TIMEOUT_CODES.has(code))) return verdict('timeout', true);
  const lostConnection = codes.some((code) => CONNECTION_CODES.has(code)) || LOST_CONNECTION.test(message);
  return lostConnection ? verdict('unavailable', true) : undefined;
}

/** LangChain appends a link to its own documentation, which means nothing to our users. */
function presentMessage(error: unknown): string {
  const message = (textField(error, 'message') || String(error)).split('\n\nTroubleshooting URL:')[0] ?? '';
  return redactKeys(message).trim().slice(0, MAX_MESSAGE_LENGTH);
}

/**
 * Says what a failed model call was and whether another try may help: 408, 425, 429, 5xx, timeouts, lost
 * connections and unreadable or empty answers may; an exhausted quota, a cancellation and other 4xx may not.
 * An error it doesn't know counts as retryable, since callers bound their tries.
 */
export function classifyModelError(error: unknown): ModelFailure {
  const status = errorStatus(error);
  const { code, retryable } =
    judgeName(error) ??
    (status === undefined ? undefined : judgeStatus(status, error)) ??
    judgeTransport(error) ??
    verdict('unknown', true);
  const retryAfterMs = retryable ? readRetryAfter(error) : undefined;
  return {
    code,
    message: presentMessage(error),
    retryable,
    ...(retryAfterMs !== undefined && { retryAfterMs }),
    ...(status !== undefined && { status }),
  };
}
