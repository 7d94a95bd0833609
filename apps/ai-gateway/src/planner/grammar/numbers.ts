import { CURRENCIES, NUMBER_WORDS } from '../lexicon';
import type { Token } from './tokens';

/** A number as it stands in the text. */
export interface NumberReading {
  readonly value: number;
  /** A currency's code, `%`, or the word after the number where it is a unit of its own ("500 EUR"). */
  readonly unit?: string;
  /** Tokens it takes. */
  readonly width: number;
}

const DIGITS = /^([$€£¥]?)(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?(k|m|%|€|\$|£|x)?$/i;
const SCALE: Readonly<Record<string, number>> = { k: 1_000, m: 1_000_000 };

function digitsOf(word: string): { value: number; unit?: string } | undefined {
  const match = DIGITS.exec(word);
  if (!match) return undefined;
  const [, sign = '', whole = '', fraction = '', suffix = ''] = match;
  const scale = SCALE[suffix.toLowerCase()] ?? 1;
  const value = Number(whole.replaceAll(',', '') + fraction) * scale;
  const unit = suffix === '%' ? '%' : CURRENCIES.get(sign || suffix.toLowerCase());
  return { value, ...(unit && { unit }) };
}

/** The number that starts at a token: "500", "$2.50", "10 %", "two thousand", "1,200 EUR". */
export function numberAt(tokens: readonly Token[], at: number): NumberReading | undefined {
  const first = tokens[at];
  if (first?.type !== 'word') return undefined;
  const word = NUMBER_WORDS.get(first.lower);
  const digits = word === undefined ? digitsOf(first.lower) : { value: word };
  if (!digits) return undefined;
  let { value } = digits;
  let width = 1;
  const scale = /^(?:hundred|thousand|million)$/.test(tokens[at + 1]?.lower ?? '')
    ? NUMBER_WORDS.get(tokens[at + 1]?.lower ?? '')
    : undefined;
  if (scale !== undefined) {
    value *= scale;
    width += 1;
  }
  const next = tokens[at + width]?.lower ?? '';
  if (/^cents?$/.test(next) && digits.unit === undefined)
    return { value: value / 100, width: width + 1, unit: 'USD' };
  const unit = digits.unit ?? CURRENCIES.get(next) ?? (/^(?:%|percent)$/.test(next) ? '%' : undefined);
  if (unit !== undefined && digits.unit === undefined) width += 1;
  return { value, width, ...(unit && { unit }) };
}
