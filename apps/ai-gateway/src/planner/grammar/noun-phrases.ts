import type { Token } from './tokens';
import { readVerb, singular } from './word-forms';
import { DETERMINERS, PREPOSITIONS, PRONOUNS } from './words';

/** "A reply asking for the logs": what follows a noun says what it does. */
function isParticiple(tokens: readonly Token[], at: number): boolean {
  const before = tokens[at - 1]?.lower ?? '';
  const next = tokens[at + 1]?.lower ?? '';
  const isAfterNoun = before !== '' && !DETERMINERS.has(before);
  const leadsOn = PREPOSITIONS.has(next) || DETERMINERS.has(next) || PRONOUNS.has(next);
  return isAfterNoun && leadsOn && readVerb(tokens[at]?.lower ?? '')?.form === 'gerund';
}

/** The noun phrase right after the verb: up to the first preposition but "of". */
export function nounPhrase(tokens: readonly Token[]): readonly Token[] {
  let from = 0;
  while (
    from < tokens.length &&
    /^(?:to|with|on|for|at|about|through|over|from|up|me|us|of)$/.test(tokens[from]?.lower ?? '')
  )
    from += 1;
  const rest = tokens.slice(from);
  const end = rest.findIndex(
    (token, at) => token.type !== 'word' || PREPOSITIONS.has(token.lower) || isParticiple(rest, at),
  );
  return end === -1 ? rest : rest.slice(0, end);
}

/** The last noun of a phrase before any "of", in the singular: what the phrase is about. Empty when there is none. */
export function headNoun(phrase: readonly Token[]): string {
  const of = phrase.findIndex((token) => token.lower === 'of');
  const end = phrase.findIndex((token) => /^(?:and|or|&)$/.test(token.lower));
  const limit = Math.min(of <= 0 ? phrase.length : of, end <= 0 ? phrase.length : end);
  const last = phrase
    .slice(0, limit)
    .findLast((token) => token.type === 'word' && !DETERMINERS.has(token.lower));
  return last ? singular(last.lower.replace(/'s$|'$/, '')) : '';
}
