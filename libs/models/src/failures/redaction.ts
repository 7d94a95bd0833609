const REDACTED = '[redacted]';

/** What keys look like: OpenAI's and Anthropic's `sk-`, Google's `AIza`, LangSmith's `lsv2_`, and bearer tokens. */
const KEY_PATTERNS = [
  /\b(?:sk|pk|rk)-[\w*.-]{6,}/g,
  /\bAIza[\w-]{10,}/g,
  /\blsv2_\w{6,}/g,
  /(?<=\bBearer\s+)\S+/gi,
  /(?<=\b(?:api[-_]?key|key|token)=)[^\s&"']+/gi,
];

/** A text without anything that looks like a key. */
export const redactKeys = (text: string): string =>
  KEY_PATTERNS.reduce((redacted, pattern) => redacted.replace(pattern, REDACTED), text);

/** Shorter ones are placeholders like `none`, which local servers take for a key; they are no secrets. */
const MIN_SECRET_LENGTH = 8;

/** The same error with a known secret taken out of its message and stack, whatever the secret looks like. */
export function hideSecret(error: unknown, secret: string | undefined): unknown {
  if (!(error instanceof Error) || !secret || secret.length < MIN_SECRET_LENGTH) return error;
  error.message = error.message.replaceAll(secret, REDACTED);
  if (error.stack) error.stack = error.stack.replaceAll(secret, REDACTED);
  return error;
}
