import { isSomebody } from '../lexicon';
import type { Token } from './tokens';
import { readVerb, singular } from './word-forms';
import { CONJUNCTIONS, DETERMINERS, FILLERS, PREPOSITIONS, PRONOUNS } from './words';

/** User ids that a text names as who approves. */
export interface ApproverIds {
  readonly names: readonly string[];
  /** All of them must agree. */
  readonly all: boolean;
}

const ID = /^[a-z][a-z0-9]*(?:[._-][a-z0-9]+)*$/;
const SMALL = [FILLERS, PREPOSITIONS, CONJUNCTIONS, DETERMINERS, PRONOUNS];
const AGREES_NOW = /^(?:approves?|authori[sz]es?|confirms?|reviews?|signs?)$/;
const AGREES =
  /^(?:approves?|approved|approving|approval|authori[sz]es?|authori[sz]ed|confirms?|reviews?|signs?)$/;

const NO_NAME =
  /^(?:upon|once|pending|manual|human|final|only|who|when|if|until|unless|after|before|else|them|him|her|approval|approvals|sign-?off|both|each|in)$/;

/** A word in lower case that no lexicon knows: a name as systems write it. */
function isName({ type, text, lower }: Token): boolean {
  const known = isSomebody(lower) || isSomebody(singular(lower)) || readVerb(lower) !== undefined;
  return (
    type === 'word' &&
    ID.test(text) &&
    !NO_NAME.test(lower) &&
    !known &&
    !SMALL.some((words) => words.has(lower))
  );
}

/** Names joined by "and", "or" and commas from a token on. */
function namesAt(
  tokens: readonly Token[],
  at: number,
  fits: (token: Token) => boolean,
): ApproverIds & { end: number } {
  const names: string[] = [];
  let all = true;
  let end = at;
  for (let next = at; ;) {
    const token = tokens[next];
    if (!token || !fits(token)) break;
    names.push(token.text);
    end = next + 1;
    next = end;
    while (/^(?:,|and|or|both)$/.test(tokens[next]?.lower ?? '')) {
      if (tokens[next]?.lower === 'or') all = false;
      next += 1;
    }
    if (next === end) break;
  }
  return { names, all, end };
}

/**
 * The user ids in "the users hr_lead and cfo have to approve it" and "have dana and lee approve it". Absent where people
 * are named by what they are ("my manager", "legal") or as people write names ("Dana Smith").
 */
export function readApproverIds(tokens: readonly Token[]): ApproverIds | undefined {
  const called = tokens.findIndex(({ lower }) => /^(?:users?|approvers?|ids?)$/.test(lower));
  if (called !== -1) {
    const given = namesAt(
      tokens,
      called + 1,
      ({ type, text }) => type === 'word' && ID.test(text) && text !== 'to',
    );
    if (given.names.length > 0 && given.names.some((name) => !FILLERS.has(name) && !PREPOSITIONS.has(name)))
      return { names: given.names, all: given.all };
  }
  for (let at = 0; at < tokens.length; at += 1) {
    const { names, all, end } = namesAt(tokens, at, isName);
    if (names.length === 0) continue;
    let next = end;
    while (/^(?:both|each|to|must|should|has|have|needs?|can|will)$/.test(tokens[next]?.lower ?? ''))
      next += 1;
    const before = tokens[at - 1]?.lower ?? '';
    const opens =
      at === 0 ||
      /^(?:have|has|let|get|both|either|until|once|if|when|by|from|that|and|make|ask)$/.test(before);
    const isBy = /^(?:by|from)$/.test(before) && tokens.slice(0, at).some(({ lower }) => AGREES.test(lower));
    if (opens && (isBy || AGREES_NOW.test(tokens[next]?.lower ?? ''))) return { names, all };
    at = end - 1;
  }
  return undefined;
}
