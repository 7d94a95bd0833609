import type { Link } from './clause';
import type { Token } from './tokens';

/** Words that open a case, longest first. */
const CASES: readonly (readonly [phrase: string, link: Link])[] = [
  ['depending on whether', 'depending'],
  ['depending on if', 'depending'],
  ['on the condition that', 'if'],
  ['in which case', 'otherwise'],
  ['for anything else', 'otherwise'],
  ['for everything else', 'otherwise'],
  ['for everyone else', 'otherwise'],
  ['for all others', 'otherwise'],
  ['for all other cases', 'otherwise'],
  ['for any other case', 'otherwise'],
  ['in all other cases', 'otherwise'],
  ['in any other case', 'otherwise'],
  ['in every other case', 'otherwise'],
  ['in other cases', 'otherwise'],
  ['for the rest', 'otherwise'],
  ['in the event that', 'if'],
  ['in the event of', 'if'],
  ['on condition that', 'if'],
  ['as long as', 'if'],
  ['so long as', 'if'],
  ['provided that', 'if'],
  ['providing that', 'if'],
  ['assuming that', 'if'],
  ['in case', 'if'],
  ['only after', 'if'],
  ['not if', 'unless'],
  ['not when', 'unless'],
  ['should', 'if'],
  ['where', 'if'],
  ['except if', 'unless'],
  ['except when', 'unless'],
  ['above that', 'otherwise'],
  ['over that', 'otherwise'],
  ['beyond that', 'otherwise'],
  ['below that', 'otherwise'],
  ['under that', 'otherwise'],
  ['or else', 'otherwise'],
  ['if', 'if'],
  ['provided', 'if'],
  ['assuming', 'if'],
  ['unless', 'unless'],
  ['when', 'when'],
  ['whenever', 'when'],
  ['once', 'when'],
  ['otherwise', 'otherwise'],
  ['else', 'otherwise'],
];
const OPENERS = CASES.map(([phrase, link]) => ({ words: phrase.split(' '), link }));
const FIRST_WORDS: ReadonlySet<string> = new Set(OPENERS.map(({ words }) => words[0] ?? ''));

/** "Once a day", "where to go" and "they should reply" open no case, "once it is approved" does. */
const SUBJECT_FOLLOWS = /^(?:once|where|should)$/;
const SUBJECT =
  /^(?:it|they|there|the|this|that|these|those|any|anything|all|everything|my|our|he|she|we|i|you|approved)$/;

/** The case that opens at a word, and how many words open it. "Even if", "as if" and "see when" open none. */
export function caseAt(
  tokens: readonly Token[],
  at: number,
  opensClause: boolean,
): { readonly link: Link; readonly width: number } | undefined {
  const first = tokens[at]?.lower ?? '';
  if (!FIRST_WORDS.has(first)) return undefined;
  const found = OPENERS.find(({ words }) =>
    words.every((word, index) => tokens[at + index]?.type === 'word' && tokens[at + index]?.lower === word),
  );
  if (!found) return undefined;
  const { link, words } = found;
  const previous = tokens[at - 1]?.lower ?? '';
  const next = tokens[at + words.length]?.lower ?? '';
  const isFirst = opensClause || tokens[at - 1]?.type === 'comma';
  const needsSubject = SUBJECT_FOLLOWS.test(first) && words.length === 1;
  if (/^(?:above|over|beyond|below|under)$/.test(first) && !isFirst) return undefined;
  if (/^(?:provided|assuming|should)$/.test(first) && words.length === 1 && !isFirst) return undefined;
  if (needsSubject && !SUBJECT.test(next) && !(first === 'once' && isFirst)) return undefined;
  if (first === 'else' && /^(?:anything|something|anyone|someone|everything)$/.test(previous))
    return undefined;
  if (/^(?:even|as|see|know|decide|determine|whether|check|verify|what)$/.test(previous)) return undefined;
  return { link, width: words.length };
}
