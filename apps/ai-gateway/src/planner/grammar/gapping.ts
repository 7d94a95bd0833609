import type { Clause } from './clause';
import { measureAt } from './measure-cases';
import { joinTokens, tokenize, type Token } from './tokens';
import { readVerb, singular } from './word-forms';
import { DETERMINERS, PREPOSITIONS, PRONOUNS } from './words';

const GETS = /^(?:gets?|receives?)$/;
const MODAL = /^(?:should|must|can|will|shall|may)$/;
const REST =
  /^(?:(?:all |any)?(?:the )?(?:others?|rest)|everything else|everybody else|everyone else|anything else)$/i;
const GIVEN = /^(?:an?|no|the|our|my|your|only|just)$/;
const LONGEST_SUBJECT = 7;

/** What becomes of some things: "leads over 70 get a personal invitation". */
interface Award {
  readonly subject: readonly Token[];
  readonly given: readonly Token[];
}

function isSubject(tokens: readonly Token[]): boolean {
  const [first] = tokens;
  if (
    !first ||
    tokens.length > LONGEST_SUBJECT ||
    PRONOUNS.has(first.lower) ||
    /^(?:i|we|you|he|she)$/.test(first.lower)
  )
    return false;
  return tokens.every(({ type, lower }) => type === 'word' && readVerb(lower)?.alsoNoun !== false);
}

/** "Leads over 70 get a demo": who gets it, and what. */
function awardIn(tokens: readonly Token[]): Award | undefined {
  const at = tokens.findIndex(({ lower }) => GETS.test(lower));
  if (at < 1) return undefined;
  const end = MODAL.test(tokens[at - 1]?.lower ?? '') ? at - 1 : at;
  const subject = tokens.slice(0, end);
  const given = tokens.slice(at + 1);
  return isSubject(subject) && GIVEN.test(given[0]?.lower ?? '') ? { subject, given } : undefined;
}

/** "… the rest a polite no": the same said of others, the verb left out. */
function gapIn(tokens: readonly Token[]): Award | undefined {
  const from = /^(?:and|but)$/.test(tokens[0]?.lower ?? '') ? 1 : 0;
  for (let at = from + 1; at < Math.min(tokens.length, from + LONGEST_SUBJECT + 1); at += 1) {
    if (!GIVEN.test(tokens[at]?.lower ?? '') || PREPOSITIONS.has(tokens[at - 1]?.lower ?? '')) continue;
    const subject = tokens.slice(from, at);
    const isBare = subject.length === 1 && DETERMINERS.has(subject[0]?.lower ?? '');
    if (isSubject(subject) && !isBare) return { subject, given: tokens.slice(at) };
  }
  return undefined;
}

function parts(tokens: readonly Token[]): Token[][] {
  const split: Token[][] = [[]];
  for (const token of tokens) {
    if (token.type === 'comma') split.push([]);
    else split.at(-1)?.push(token);
  }
  return split.filter((part) => part.length > 0);
}

/** A subject with a bound says in which case: "leads over 70", "leads between 40 and 70". */
function boundIn(subject: readonly Token[]): readonly Token[] | undefined {
  const at = subject.findIndex((_, index) => measureAt(subject, index) > 0);
  return at === -1 ? undefined : subject.slice(at, at + measureAt(subject, at));
}

/** "If the score is above 70, …, between 40 and 70 …": what a bound alone is about is what the case before was about. */
function withQuantities(clauses: readonly Clause[]): Clause[] {
  let about: readonly Token[] = [];
  return clauses.map((clause) => {
    const { link, tokens } = clause;
    if (link !== 'if') return clause;
    const at = tokens.findIndex((_, index) => measureAt(tokens, index) > 0);
    if (at > 0) about = tokens.slice(0, at);
    return at === 0 && about.length > 0 ? { ...clause, tokens: [...about, ...tokens] } : clause;
  });
}

const isRest = (subject: readonly Token[]): boolean => REST.test(joinTokens(subject));

/** "One": stands for the noun that was named before it: "a French reply, everything else an English one". */
function withNoun(given: readonly Token[], first: readonly Token[]): readonly Token[] {
  const noun = first.at(-1);
  return given.at(-1)?.lower === 'one' && noun ? [...given.slice(0, -1), noun] : given;
}

/** What is compared: a score, where the prompt asks for one. */
function quantityIn(clauses: readonly Clause[]): string {
  const rates = clauses.some(({ tokens }) =>
    tokens.some(({ lower }) => /^(?:scores?|rates?|grades?)$/.test(lower)),
  );
  return rates ? 'score' : 'number';
}

/** "Between 40 and 70" after "over 70" is "at least 40": where one bound holds, those before it did not. */
function boundOf(awards: readonly Award[], at: number): readonly Token[] | undefined {
  const bound = boundIn(awards[at]?.subject ?? []);
  const before = at === 0 ? undefined : boundIn(awards[at - 1]?.subject ?? []);
  const and = bound?.findIndex(({ lower }) => lower === 'and') ?? -1;
  if (!bound || !before || bound[0]?.lower !== 'between' || and === -1) return bound;
  const isFalling =
    /^(?:over|above|more|greater|from)$/.test(before[0]?.lower ?? '') ||
    joinTokens(before).startsWith('at least');
  return isFalling
    ? [...tokenize('at least'), ...bound.slice(1, and)]
    : [...tokenize('at most'), ...bound.slice(and + 1)];
}

const write = (given: readonly Token[]): Token[] => [...tokenize('write'), ...given];

/** Cases by a bound: "if it is over 70, …, otherwise if it is between 40 and 70, …, otherwise …". */
function byBound(clause: Clause, awards: readonly Award[], quantity: string): Clause[] {
  return awards.flatMap(({ given }, at): Clause[] => {
    const bound = boundOf(awards, at);
    const plain = { ...clause, opensSentence: false, pause: 0 };
    const does: Clause = { ...plain, link: 'and', tokens: write(given), insideOtherwise: false };
    if (!bound) return [{ ...does, link: 'otherwise' }];
    const says = at === 0 ? clause : plain;
    const tokens = [...tokenize(`the ${quantity} is`), ...bound];
    return [{ ...says, link: 'if', tokens, trails: false, insideOtherwise: at > 0 }, does];
  });
}

/**
 * Clauses for what one says of several things with one verb: "leads over 70 get a demo, leads between 40 and 70 a
 * newsletter, the rest a polite no". The clause itself where it says nothing of the kind.
 */
export function ungap(given: readonly Clause[]): Clause[] {
  const clauses = withQuantities(given);
  const found: Clause[] = [];
  for (let at = 0; at < clauses.length; at += 1) {
    const clause = clauses[at] as Clause;
    const bounded = boundedIn(clause);
    if (bounded) {
      found.push(...bounded);
      continue;
    }
    const [head = [], ...rest] = parts(clause.tokens);
    const first = awardIn(head);
    const gaps = rest.map(gapIn);
    if (!first || gaps.includes(undefined)) {
      found.push(clause);
      continue;
    }
    const awards = [first, ...(gaps as Award[])];
    for (let next = clauses[at + 1]; next && goesOn(next); next = clauses[at + 1]) {
      const more = awardIn(next.tokens) ?? gapIn(next.tokens);
      if (!more) break;
      awards.push(more);
      at += 1;
    }
    const noun = first.given;
    const said = awards.map((award) => ({ ...award, given: withNoun(award.given, noun) }));
    if (awards.length === 1) found.push(clause);
    else if (awards.every(({ subject }) => boundIn(subject) ?? isRest(subject)))
      found.push(...byBound(clause, said, quantityIn(clauses)));
    else found.push(...said.map((award, index) => bySubject(clause, award, index)));
  }
  return found;
}

/** "Refunds up to 50 dollars are granted automatically": what is done with those within a bound. */
function boundedIn(clause: Clause): Clause[] | undefined {
  const { tokens } = clause;
  const at = tokens.findIndex(({ lower }) => /^(?:is|are|gets?|should|must|can|will)$/.test(lower));
  const subject = at < 1 ? [] : tokens.slice(0, at);
  const bound = boundIn(subject);
  const isDone = tokens
    .slice(at + 1, at + 4)
    .some(({ lower }) => readVerb(lower)?.form === 'past' || /^(?:granted|accepted|paid)$/.test(lower));
  if (!bound || !isDone || !/^(?:then|and)$/.test(clause.link) || subject.length > LONGEST_SUBJECT)
    return undefined;
  const noun = singular(subject[0]?.lower ?? 'amount');
  const condition = [...tokenize(`the ${noun} is`), ...bound];
  const does: Clause = {
    ...clause,
    link: 'and',
    tokens: [...tokenize('they'), ...tokens.slice(at)],
    opensSentence: false,
    pause: 0,
  };
  return [{ ...clause, link: 'if', tokens: condition, trails: false }, does];
}

const goesOn = ({ link, opensSentence }: Clause): boolean => link === 'and' && !opensSentence;

/** "French mails get a French reply": the subject names the case. */
function bySubject(clause: Clause, { subject, given }: Award, at: number): Clause {
  const tokens = [...subject, ...tokenize('gets'), ...given];
  return at === 0
    ? { ...clause, tokens }
    : { ...clause, tokens, link: 'and', opensSentence: false, pause: 0 };
}
