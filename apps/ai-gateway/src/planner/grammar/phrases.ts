import { joinTokens, type Token } from './tokens';
import { readVerb, singular } from './word-forms';
import { CONJUNCTIONS, DETERMINERS, EVENTS, FILLERS, PREPOSITIONS, PRONOUNS } from './words';
import { DATA_NOUNS, PEOPLE, PLACES } from '../lexicon';

/** Words that no topic is named by, although they stand in its phrase. */
const NOT_TOPICAL =
  /^(?:\d.*|people|what|why|how|who|which|where|last|next|previous|one|two|three|four|five|both|week's|month's|year's|of)$/;

/** Verbs of what something is like: "the log contains errors". */
const STATES = /^(?:contains?|has|have|shows?|says?|states?|exceeds?|looks?|seems?)$/;

/** A word as the lexicon of data knows it: in the singular, without a genitive. */
export function dataNounOf(token: Token | undefined): string {
  return token?.type === 'word' ? singular(token.lower.replace(/'s?$/, '')) : '';
}

/** Whether more than one is meant. */
export function isPlural(phrase: readonly Token[]): boolean {
  const last = phrase.findLast(({ type }) => type === 'word')?.lower ?? '';
  return last !== '' && singular(last) !== last;
}

/** Whether the word at `at` only qualifies the next one, as "order" does in "order number". */
export function isModifier(tokens: readonly Token[], at: number): boolean {
  const next = tokens[at + 1];
  if (next?.type !== 'word') return false;
  const { lower } = next;
  const ends = [CONJUNCTIONS, DETERMINERS, FILLERS, PREPOSITIONS, PRONOUNS].some((words) => words.has(lower));
  return (
    !ends &&
    lower !== 'of' &&
    !EVENTS.test(lower) &&
    !STATES.test(lower) &&
    !lower.endsWith('ly') &&
    readVerb(lower)?.alsoNoun !== false
  );
}

/** The noun phrase that ends at a word: at most five words, from the last preposition or determiner on. */
export function phraseEndingAt(tokens: readonly Token[], at: number): readonly Token[] {
  let from = at;
  while (from > 0 && at - from < 5) {
    const before = tokens[from - 1];
    if (before?.type !== 'word' || PREPOSITIONS.has(before.lower) || CONJUNCTIONS.has(before.lower)) break;
    if (/^(?:of|is|are|an?|the|what)$/.test(before.lower) || readVerb(before.lower)?.form === 'gerund') break;
    from -= 1;
  }
  if (/^(?:the|an?)$/.test(tokens[from - 1]?.lower ?? '')) from -= 1;
  return tokens.slice(from, at + 1);
}

/** Where the first thing to work on is named; people only when nothing else is. */
export function dataNounAt(tokens: readonly Token[]): number {
  const nouns = tokens.flatMap((token, at) =>
    DATA_NOUNS.has(dataNounOf(token)) && !isModifier(tokens, at) ? [at] : [],
  );
  return (
    nouns.find((at) => !PEOPLE.has(dataNounOf(tokens[at])) && !PLACES.has(dataNounOf(tokens[at]))) ??
    nouns.find((at) => PLACES.has(dataNounOf(tokens[at]))) ??
    nouns[0] ??
    -1
  );
}

/** The phrase without determiners, its last word in the singular: "our new customer tickets" is "customer ticket". */
export function topicOf(phrase: readonly Token[]): string {
  const of = phrase.findIndex(({ lower }) => lower === 'of');
  const words = (of > 0 ? phrase.slice(0, of) : phrase).filter(
    ({ type, lower }) =>
      type === 'word' &&
      !NOT_TOPICAL.test(lower) &&
      !DETERMINERS.has(lower) &&
      !PRONOUNS.has(lower) &&
      !FILLERS.has(lower),
  );
  const text = joinTokens(words.slice(0, 6)).replace(/'s?$/, '');
  const last = text.split(' ').at(-1) ?? '';
  const one = singular(last.toLowerCase());
  return text.slice(0, text.length - last.length) + (one === last.toLowerCase() ? last : one);
}

/** The words before the language of a translation. */
export function beforeLanguage(tokens: readonly Token[], languages: ReadonlySet<string>): readonly Token[] {
  const end = tokens.findIndex(({ lower }) => /^(?:into|to|in)$/.test(lower) || languages.has(lower));
  return end === -1 ? tokens : tokens.slice(0, end);
}

/** The two sides of "X and Y" or "X with Y". */
export function comparedSides(object: readonly Token[]): [string, string] | undefined {
  const at = object.findIndex(({ lower }) => /^(?:and|with|vs|versus|to|against)$/.test(lower));
  if (at < 1 || at > 8 || at === object.length - 1) return undefined;
  const ends = (token: Token): boolean =>
    token.type === 'comma' || /^(?:in|for|by|on|and|regarding|with)$/.test(token.lower);
  const end = object.findIndex((token, index) => index > at && ends(token));
  const left = joinTokens(object.slice(0, at)).slice(0, 60);
  const right = joinTokens(object.slice(at + 1, end === -1 ? at + 9 : end)).slice(0, 60);
  return left !== '' && right !== '' ? [left, right] : undefined;
}

/** How something is to be done: what follows the phrase from "in", "within", "using" or "with" on. */
export function mannerAfter(object: readonly Token[]): string {
  const at = object.findIndex(({ lower }) => /^(?:in|within|using|without|with)$/.test(lower));
  return at === -1 || at === object.length - 1 ? '' : joinTokens(object.slice(at)).slice(0, 120);
}
