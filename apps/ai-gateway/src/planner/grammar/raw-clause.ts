import { isAdverbial, isCase, type Clause, type Link } from './clause';
import type { Token } from './tokens';
import { isSkippable, verbStartsAt } from './verb-starts';
import { readVerb } from './word-forms';

/** A clause before it is known on which side of its case the sentence goes on. */
export interface RawClause extends Omit<Clause, 'trails'> {
  /** Whether the case opens its sentence, or follows a comma or a conjunction. */
  readonly mayLead: boolean;
  /** Joined to the clause before it by a word, not by a comma alone. */
  readonly coordinated: boolean;
}

/** After a comma a case leads only where the sentence goes on with something it can decide. */
export function trails({ link, opensSentence, mayLead }: RawClause, next: RawClause | undefined): boolean {
  if (!isAdverbial(link) || opensSentence) return false;
  if (!mayLead || !next || next.opensSentence || next.link === 'otherwise' || next.coordinated) return true;
  return isCase(next.link) && next.tokens.length === 1 && next.tokens[0]?.lower === 'not';
}

/** Words of a label. */
const LONGEST_LABEL = 6;

/** A few words without a verb, of which the colon or the arrow after them says what is done in their case. */
export function isLabel(words: readonly Token[], link: Link): boolean {
  if (words.length === 0 || words.length > LONGEST_LABEL || isAdverbial(link) || link === 'each')
    return false;
  const first = Math.max(
    words.findIndex((token) => !isSkippable(token)),
    0,
  );
  if (verbStartsAt(words, first, undefined)) return false;
  return words.every(({ type, lower }) => type === 'word' && readVerb(lower)?.alsoNoun !== false);
}
