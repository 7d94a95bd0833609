import type { Clause } from './clause';
import { tokenize, type Token } from './tokens';
import { phraseVerbAt } from './phrase-verbs';
import { readVerb } from './word-forms';

const CAUSES = /^(?:have|let|ask|get|make)$/;
const OF_EACH = /^(?:each|all|both|to|independently|separately)$/;
const ONE = /^(?:an?|one|another)$/;
const LONGEST_DOER = 3;

function isDoer(tokens: readonly Token[]): boolean {
  return (
    tokens.length > 1 &&
    tokens.length <= LONGEST_DOER + 1 &&
    ONE.test(tokens[0]?.lower ?? '') &&
    tokens.every(({ type }) => type === 'word')
  );
}

/** Where the verb of those who do it stands. */
function verbAt(tokens: readonly Token[], from: number): number {
  return tokens.findIndex(
    (token, at) =>
      at > from &&
      token.type === 'word' &&
      (readVerb(token.lower)?.form === 'base' || phraseVerbAt(tokens, at)?.verb.form === 'base') &&
      OF_EACH.test(tokens[at - 1]?.lower ?? ''),
  );
}

/** The parts of "a lawyer, an engineer and a marketer". */
function doersIn(tokens: readonly Token[]): readonly (readonly Token[])[] {
  const parts: Token[][] = [[]];
  for (const token of tokens) {
    if (token.type === 'comma' || token.lower === 'and') parts.push([]);
    else if (!OF_EACH.test(token.lower)) parts.at(-1)?.push(token);
  }
  return parts.filter((part) => part.length > 0);
}

/**
 * "Have a lawyer, an engineer and a marketer each look at it": one clause for each of those who do it, side by side.
 * The clause itself where it names fewer than two.
 */
export function splitDoers(clause: Clause): Clause[] {
  const { tokens } = clause;
  const from = tokens.findIndex(({ lower }) => CAUSES.test(lower));
  if (from === -1 || from > 1) return [clause];
  const verb = verbAt(tokens, from);
  const doers = verb === -1 ? [] : doersIn(tokens.slice(from + 1, verb));
  if (doers.length < 2 || !doers.every(isDoer)) return [clause];
  const does = tokens.slice(verb);
  return doers.map((doer, at) => ({
    ...clause,
    ...(at > 0 && { link: 'and' as const, opensSentence: false, pause: 0 }),
    tokens: [...does, ...tokenize('as'), ...doer, ...tokenize('in parallel')],
  }));
}
