import { NUMBER_WORDS, TIME_UNITS } from '../lexicon';
import { numberAt } from './numbers';
import type { Token } from './tokens';

/** A length of time as it stands in the text. */
export interface Duration {
  readonly seconds: number;
  /** Tokens it takes. */
  readonly width: number;
}

const ABOUT = /^(?:about|around|approximately|roughly|another|further|exactly|full|the|next|at|least|most)$/;
const KIND_OF_DAY = /^(?:working|business|full|more|whole|calendar)$/;
const GLUED = /^(\d{1,4})-?([a-z]+)$/;
const HYPHENATED = /^([a-z]+)-([a-z]+)$/;

function unitOf(word: string | undefined): number | undefined {
  if (word === undefined) return undefined;
  return TIME_UNITS.get(word) ?? TIME_UNITS.get(word.replace(/s$/, ''));
}

function one(tokens: readonly Token[], at: number): Duration | undefined {
  const first = tokens[at]?.lower ?? '';
  const glued = GLUED.exec(first);
  const gluedUnit = unitOf(glued?.[2]);
  if (glued && gluedUnit !== undefined) return { seconds: Number(glued[1]) * gluedUnit, width: 1 };
  const hyphenated = HYPHENATED.exec(first);
  const hyphenatedUnit = unitOf(hyphenated?.[2]);
  const hyphenatedCount = NUMBER_WORDS.get(hyphenated?.[1] ?? '');
  if (hyphenatedUnit !== undefined && hyphenatedCount !== undefined)
    return { seconds: hyphenatedCount * hyphenatedUnit, width: 1 };
  if (first === 'half' || first === 'quarter') {
    const from = at + (/^(?:an?|of)$/.test(tokens[at + 1]?.lower ?? '') ? 2 : 1);
    const unit = unitOf(tokens[from]?.lower);
    return unit === undefined
      ? undefined
      : { seconds: unit / (first === 'half' ? 2 : 4), width: from + 1 - at };
  }
  const more = /^(?:another|further)$/.test(tokens[at - 1]?.lower ?? '') ? unitOf(first) : undefined;
  if (more !== undefined) return { seconds: more, width: 1 };
  const article = /^an?$/.test(first);
  const number = numberAt(tokens, article ? at + 1 : at);
  const count = number?.value ?? (article ? 1 : undefined);
  if (count === undefined) return undefined;
  let next = at + (article ? 1 : 0) + (number?.width ?? 0);
  if (/^(?:of|or|and)$/.test(tokens[next]?.lower ?? '')) {
    const half = tokens[next]?.lower === 'and' && /^an?$/.test(tokens[next + 1]?.lower ?? '');
    if (half && tokens[next + 2]?.lower === 'half') {
      const unit = unitOf(tokens[next + 3]?.lower);
      return unit === undefined ? undefined : { seconds: (count + 0.5) * unit, width: next + 4 - at };
    }
    if (tokens[next]?.lower === 'of') next += 1;
  }
  if (KIND_OF_DAY.test(tokens[next]?.lower ?? '')) next += 1;
  const unit = unitOf(tokens[next]?.lower.replace(/[’']s?$/, ''));
  return unit === undefined ? undefined : { seconds: count * unit, width: next + 1 - at };
}

/** "An hour and a half", "two days and a half": half of the unit before. */
function halfMore(tokens: readonly Token[], at: number): boolean {
  return ['and', 'a', 'half'].every((word, index) => tokens[at + index]?.lower === word);
}

/** The length of time that starts at a token: "two days", "48h", "half an hour", "1 hour and 30 minutes". */
export function durationAt(tokens: readonly Token[], at: number): Duration | undefined {
  let from = at;
  while (from < at + 3 && ABOUT.test(tokens[from]?.lower ?? '')) from += 1;
  const first = one(tokens, from);
  if (!first) return undefined;
  const width = from - at + first.width;
  const unit = unitOf(tokens[at + width - 1]?.lower);
  if (
    unit !== undefined &&
    halfMore(tokens, at + width) &&
    unitOf(tokens[at + width + 3]?.lower) === undefined
  )
    return { seconds: first.seconds + unit / 2, width: width + 3 };
  const joint = tokens[at + width]?.lower === 'and' ? 1 : 0;
  const more = one(tokens, at + width + joint);
  if (!more || more.seconds >= first.seconds) return { seconds: first.seconds, width };
  return { seconds: first.seconds + more.seconds, width: width + joint + more.width };
}

/** The first length of time at or after a token. */
export function findDuration(
  tokens: readonly Token[],
  from = 0,
): (Duration & { readonly at: number }) | undefined {
  for (let at = from; at < tokens.length; at += 1) {
    const found = tokens[at]?.type === 'word' ? durationAt(tokens, at) : undefined;
    if (found) return { ...found, at };
  }
  return undefined;
}
