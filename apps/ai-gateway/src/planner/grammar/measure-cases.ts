import { numberAt } from './numbers';
import type { Token } from './tokens';
import { commandsAt } from './verb-starts';

const OPENS: readonly (readonly string[])[] = [
  'more than',
  'less than',
  'fewer than',
  'greater than',
  'at least',
  'at most',
  'up to',
  'above',
  'below',
  'over',
  'under',
  'from',
  'between',
].map((words) => words.split(' '));
const UPWARDS = /^(?:upwards?|onwards?|up|on)$/;

/**
 * Tokens of a bound that opens a case of its own: "below 1000 EUR", "between 40 and 70", "from 1000 EUR upwards". 0 where
 * there is none.
 */
export function measureAt(tokens: readonly Token[], at: number): number {
  const opener = OPENS.find((words) => words.every((word, index) => tokens[at + index]?.lower === word));
  if (!opener) return 0;
  const number = numberAt(tokens, at + opener.length);
  if (!number) return 0;
  let end = at + opener.length + number.width;
  const [word] = opener;
  if (word === 'between') {
    const upper = tokens[end]?.lower === 'and' ? numberAt(tokens, end + 1) : undefined;
    if (!upper) return 0;
    end += 1 + upper.width;
  }
  const isUpwards = UPWARDS.test(tokens[end]?.lower ?? '');
  if (word === 'from') return isUpwards ? end + 1 - at : 0;
  return end - at;
}

/** Whether a bound is followed by what is to be done within it: "below 1000 EUR mark it as paid", "over 500: ask me". */
export function decidesAt(tokens: readonly Token[], at: number): number {
  const width = measureAt(tokens, at);
  const next = tokens[at + width];
  if (width === 0 || !next) return 0;
  if (next.type === 'comma' || next.type === 'colon') return commandsAt(tokens, at + width + 1) ? width : 0;
  return commandsAt(tokens, at + width) ? width : 0;
}
