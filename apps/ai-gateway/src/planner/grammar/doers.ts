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
function together(clause: Clause): Clause[] {
  const { tokens } = clause;
  const from = tokens.findIndex(({ lower }) => CAUSES.test(lower));
  if (from === -1 || from > 1) return [clause];
  const verb = verbAt(tokens, from);
  const doers = verb === -1 ? [] : doersIn(tokens.slice(from + 1, verb));
  if (doers.length < 2 || !doers.every(isDoer)) return [clause];
  const does = tokens.slice(verb);
  return doers.map((doer, at) => ({
    ...clause,
    ...(at > 0 && { link: 'and' as const, opensSentence: false, pause: 0, sharesVerb: true }),
    tokens: [...does, ...tokenize('as'), ...doer, ...tokenize('in parallel')],
  }));
}

const NEXT =
  /^(?:one|another|the (?:other|second|third|fourth|last)|an? (?:second|third|fourth|fifth|last|different))\b/i;
const AGENT = /^(?:(?:agents?|assistants?|models?|persons?|people|crew) )?/i;

/** "One agent checks …", "another …", "a third …": tokens that say who, of several. */
function countedDoer(tokens: readonly Token[]): number {
  const text = tokens
    .slice(0, 4)
    .map(({ lower }) => lower)
    .join(' ');
  const counted = NEXT.exec(text)?.[0];
  if (counted === undefined) return 0;
  const agent = AGENT.exec(text.slice(counted.length).trimStart())?.[0].trim() ?? '';
  return counted.split(' ').length + (agent === '' ? 0 : 1);
}

/** "… , and a third the references": goes on as the clause before it does, without its verb. */
function withVerb(clause: Clause): Clause[] {
  const { tokens } = clause;
  const width = countedDoer(tokens);
  const verb = tokens[width];
  if (width === 0 || !verb || readVerb(verb.lower)?.form !== 'third') return [clause];
  const joint = tokens.findIndex(
    (_, at) =>
      at > width && countedDoer(tokens.slice(at)) > 0 && /^(?:,|and)$/.test(tokens[at - 1]?.lower ?? ''),
  );
  if (joint === -1) return [clause];
  let end = joint;
  while (/^(?:,|and)$/.test(tokens[end - 1]?.lower ?? '')) end -= 1;
  const rest = tokens.slice(joint);
  const said = countedDoer(rest);
  const next = [...rest.slice(0, said), verb, ...rest.slice(said)];
  return [
    { ...clause, tokens: tokens.slice(0, end) },
    ...withVerb({ ...clause, link: 'and', opensSentence: false, pause: 0, tokens: next }),
  ];
}

/** One clause for each of those who do something, and what several do at the same time side by side. */
export function splitDoers(clauses: readonly Clause[]): Clause[] {
  const all = clauses.flatMap(withVerb).flatMap(together);
  return all.map((clause, at) => {
    const before = all[at - 1];
    const isNext = countedDoer(clause.tokens) > 0 && before !== undefined && countedDoer(before.tokens) > 0;
    return isNext && clause.link === 'and' ? { ...clause, sharesVerb: true } : clause;
  });
}
