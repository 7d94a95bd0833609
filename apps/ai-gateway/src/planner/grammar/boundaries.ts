import { durationAt } from './durations';
import { isTimeAt } from './times';
import { isArrow, type Token } from './tokens';
import { commandsAt, isSkippable, verbStartsAt } from './verb-starts';
import { readVerb } from './word-forms';
import { CONJUNCTIONS, DETERMINERS, EVENTS, PREPOSITIONS, PRONOUNS } from './words';

const BE = /^(?:is|are|was|were|be|been|has|have|had|gets?)$/;
const AGREEMENT = /^(?:approvals?|sign-?off|permission|consent|confirmation|go-ahead|ok|okay|yes)$/;
/** Words of a clause that tell whether it says what happens. */
const SOON = 9;

function wordsAfter(tokens: readonly Token[], at: number): readonly Token[] {
  const next = tokens.slice(at + 1, at + 1 + SOON);
  const end = next.findIndex(({ type }) => type !== 'word');
  return end === -1 ? next : next.slice(0, end);
}

/** Whether words say that something happens or is done: "the report is sent", "my manager approves". */
function happens(words: readonly Token[]): boolean {
  return words.some(({ lower }, index) => {
    if (index === 0) return false;
    if (BE.test(lower)) return words.slice(index + 1, index + 4).some((word) => isDone(word.lower));
    const before = words[index - 1]?.lower ?? '';
    const verb = readVerb(lower);
    return (
      !DETERMINERS.has(before) && (verb?.form === 'third' || (lower.endsWith('s') && EVENTS.test(lower)))
    );
  });
}

function isDone(word: string): boolean {
  return (
    readVerb(word)?.form === 'past' ||
    /^(?:done|ready|finished|complete|completed|over|received|in)$/.test(word)
  );
}

/** "And after their first week ask …", "and on Friday send …": what says when stands before the verb. */
export function leadsInAt(tokens: readonly Token[], at: number): boolean {
  if (!/^(?:after|before|in|on|at|by|during|within|upon|for|given)$/.test(tokens[at]?.lower ?? ''))
    return false;
  for (let next = at + 2; next < at + 6; next += 1) {
    if (tokens[next]?.type !== 'word') return false;
    const before = tokens[next - 1]?.lower ?? '';
    if (commandsAt(tokens, next) && !DETERMINERS.has(before) && !PREPOSITIONS.has(before)) return true;
  }
  return false;
}

/** "… , a writer drafts the article": somebody else does the next thing. */
export function doerAt(tokens: readonly Token[], at: number): boolean {
  if (!/^(?:an?|the|another|one)$/.test(tokens[at]?.lower ?? '')) return false;
  for (let next = at + 1; next < at + 5; next += 1) {
    const token = tokens[next];
    if (token?.type !== 'word' || PREPOSITIONS.has(token.lower)) return false;
    const verb = readVerb(token.lower);
    if (verb?.form !== 'third') continue;
    const after = tokens[next + 1]?.lower ?? '';
    return !verb.alsoNoun || DETERMINERS.has(after) || PRONOUNS.has(after);
  }
  return false;
}

/** "Bugs go to …, questions get an answer": a clause that says what becomes of something else. */
export function isSubjectOfItsOwn(tokens: readonly Token[], at: number): boolean {
  for (let next = at + 1; next < at + 4; next += 1) {
    const token = tokens[next];
    if (token?.type !== 'word' || tokens[next - 1]?.type !== 'word') return false;
    if (BECOMES.test(token.lower)) return !DETERMINERS.has(tokens[next - 1]?.lower ?? '');
  }
  return false;
}

/** "… , billing questions to finance": goes on as the clause before it does, without its verb. */
export function leavesVerbOut(tokens: readonly Token[], at: number): boolean {
  for (let next = at; next < at + 4; next += 1) {
    const token = tokens[next];
    if (token?.type !== 'word' || CONJUNCTIONS.has(token.lower) || readVerb(token.lower)?.alsoNoun === false)
      return false;
    if (token.lower === 'to') return next > at;
  }
  return false;
}

/** Words of a label. */
const LONGEST_LABEL = 5;

/** "Billing -> …", "billing: …": a label and its arrow or colon. */
export function isLabelAt(tokens: readonly Token[], at: number): boolean {
  for (let next = at; next <= at + LONGEST_LABEL; next += 1) {
    const token = tokens[next];
    if (!token) return false;
    if (isArrow(token) || (token.type === 'colon' && next > at)) return next > at;
    if (token.type !== 'word' || CONJUNCTIONS.has(token.lower)) return false;
    if (readVerb(token.lower)?.alsoNoun === false) return false;
  }
  return false;
}

const BECOMES = /^(?:goes|go|gets|get|receives?|is|are|should|must)$/;

/** "For each", "for every" and "for all the" open what is done once for each; the width is what comes before "each". */
export function eachAt(tokens: readonly Token[], at: number): boolean {
  if (tokens[at]?.lower !== 'for') return false;
  const next = tokens[at + 1]?.lower ?? '';
  if (/^(?:each|every)$/.test(next)) return true;
  const after = tokens.slice(at + 2, at + 5).map(({ lower }) => lower);
  return (
    next === 'all' &&
    (/^(?:of|the|my|our|these|those)$/.test(after[0] ?? '') || after.some((word) => /[a-z]{2}s$/.test(word)))
  );
}

/** Whether "after" says what is done first: "after summarising it", "after two days", "after legal approves". */
export function isDoneFirst(tokens: readonly Token[], at: number): boolean {
  if (tokens[at]?.lower !== 'after') return false;
  if (durationAt(tokens, at + 1)) return true;
  const words = wordsAfter(tokens, at);
  const first = words[0]?.lower ?? '';
  if (first === 'having' || readVerb(first)?.form === 'gerund') return true;
  return (
    words.slice(0, 4).some(({ lower }) => AGREEMENT.test(lower) || readVerb(lower)?.kind === 'approve') ||
    happens(words)
  );
}

/** Whether "before" says what is done afterwards: "before sending it", "before it is published". */
export function isDoneAfter(tokens: readonly Token[], at: number): boolean {
  if (tokens[at]?.lower !== 'before') return false;
  let from = at + 1;
  while (from < at + 4 && tokens[from] && isSkippable(tokens[from] as Token)) from += 1;
  return verbStartsAt(tokens, from, undefined) || happens(wordsAfter(tokens, at));
}

/** Whether "until" says when to stop, not up to which time: "how many days are left until May" is a question. */
export function isUntil(tokens: readonly Token[], at: number): boolean {
  if (!/^(?:until|till|til)$/.test(tokens[at]?.lower ?? '') || isTimeAt(tokens, at + 1)) return false;
  const before = tokens.slice(Math.max(0, at - SOON), at);
  return !before.some(
    ({ lower }, index) => lower === 'how' && /^(?:many|much|long|far)$/.test(before[index + 1]?.lower ?? ''),
  );
}

/** "Write it with a human review": somebody looks at what the clause before asks for. */
export function asksWithAt(tokens: readonly Token[], at: number): boolean {
  if (tokens[at]?.lower !== 'with') return false;
  const text = tokens
    .slice(at + 1, at + 6)
    .map(({ lower }) => lower)
    .join(' ');
  return /^(?:(?:an?|the|my|our|final|prior|required|mandatory) )*(?:human|manual|personal) (?:\w+ )?(?:review|check|approval|sign-?off|confirmation)\b/.test(
    text,
  );
}
