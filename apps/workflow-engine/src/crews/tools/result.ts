import type { Json } from '@aiwf/definition';

/** Characters of a result, as JSON unless it is text; what is longer is cut, and says so. */
const MAX_RESULT_LENGTH = 8_000;
const CUT_MARK = '\n… [cut]';

/** A result as it is kept and given to a model. */
export function bounded(result: Json): Json {
  const text = typeof result === 'string' ? result : JSON.stringify(result);
  return text.length <= MAX_RESULT_LENGTH ? result : cut(text);
}

/** The beginning of a text that is too long, without half a character at its end. */
export function cut(text: string): string {
  if (text.length <= MAX_RESULT_LENGTH) return text;
  const kept = text.slice(0, MAX_RESULT_LENGTH - CUT_MARK.length);
  const lastPairWasSplit = /[\uD800-\uDBFF]$/.test(kept);
  return (lastPairWasSplit ? kept.slice(0, -1) : kept) + CUT_MARK;
}
