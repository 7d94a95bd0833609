import { ACTIVITY_NOUNS, ARTEFACTS, type VerbKind } from '../lexicon';
import type { Clause } from './clause';
import { takeModifiers, type Modifiers } from './modifiers';
import { personAt } from './people';
import { phraseVerbAt } from './phrase-verbs';
import type { Token } from './tokens';
import { isSentAt, verbStartsAt } from './verb-starts';
import { readVerb, type VerbReading } from './word-forms';
import { DETERMINERS, FILLERS, PREPOSITIONS, PRONOUNS } from './words';

/** One clause, read: what is to be done, and with what. */
export interface Instruction extends Clause {
  /** Absent where no verb of the lexicon was found. */
  readonly kind?: VerbKind;
  /** Base form, in the writer's spelling. */
  readonly verb: string;
  /** What the verb is about: everything after it, or what stood before a passive verb. */
  readonly object: readonly Token[];
  /** Who does it, where somebody is named before an active verb. */
  readonly actor: readonly Token[];
  readonly modifiers: Modifiers;
  /** The clause with what its modifiers took. */
  readonly written: readonly Token[];
  /** "Keep improving": goes on until something is so. */
  readonly goesOn?: boolean;
}

const BE = new Set('be is are was were been being get gets getting'.split(' '));
const QUESTION = /^(?:what|why|how|who|where|which|whose|what's|who's|how's|where's|why's)$/;
const NEVER = /^(?:never|not|don't|doesn't)$/;
const GOING_ON = /^(?:keep|keeps|continue|continues|go)$/;

/** "Is this email spam" */
function asksYesNo([first, second]: readonly Token[], { opensSentence, link }: Clause): boolean {
  if (!opensSentence || link !== 'then') return false;
  const isThing = /^(?:it|this|that|these|those|there|the|my|our|he|she|they|any)$/.test(second?.lower ?? '');
  const isSomebody = /^(?:it|there|he|she|they|you|we)$/.test(second?.lower ?? '');
  if (/^(?:is|are|was|were)$/.test(first?.lower ?? '')) return isThing;
  return isSomebody && /^(?:does|do|did|can|could|should|will|has|have)$/.test(first?.lower ?? '');
}

/** Words of a clause that are looked at: what is longer is no instruction but a text. */
const LONGEST_CLAUSE = 200;

interface Head {
  readonly verb: VerbReading;
  /** Where the verb starts and what follows it. */
  readonly at: number;
  readonly after: number;
  readonly passive?: boolean;
  readonly goesOn?: boolean;
  /** A word of the verb that stands among its object. */
  readonly without?: number;
}

/** "Keep improving it", "continue to revise it": the second verb is what is done. */
function goingOnAt(tokens: readonly Token[], at: number): Head | undefined {
  if (!GOING_ON.test(tokens[at]?.lower ?? '')) return undefined;
  const next = at + (/^(?:on|to)$/.test(tokens[at + 1]?.lower ?? '') ? 2 : 1);
  const verb = readVerb(tokens[next]?.lower ?? '');
  const fits = verb?.form === 'gerund' || (verb?.form === 'base' && tokens[at + 1]?.lower === 'to');
  return verb && fits ? { verb, at, after: next + 1, goesOn: true } : undefined;
}

/** "Let the team know": they are told. */
function lettingKnow(tokens: readonly Token[]): Head | undefined {
  const let_ = tokens.findIndex(({ lower }) => /^(?:let|lets|letting)$/.test(lower));
  const know = tokens.findIndex(({ lower }, at) => at > let_ && lower === 'know');
  const verb = readVerb('notify');
  if (let_ === -1 || know === -1 || know - let_ > MOST_TOLD || !verb) return undefined;
  return { verb, at: let_, after: let_ + 1, without: know };
}

const MOST_TOLD = 7;

/** "Have an editor review it": what somebody is made to do. */
function causedAt(tokens: readonly Token[], at: number): Head | undefined {
  if (!/^(?:have|has|let|lets|make|makes|get|gets)$/.test(tokens[at]?.lower ?? '')) return undefined;
  const person = personAt(tokens, at + 1);
  if (!person) return undefined;
  const end = at + 1 + person.width;
  const does = tokens[end]?.lower === 'to' ? end + 1 : end;
  const verb = readVerb(tokens[does]?.lower ?? '');
  return verb?.form === 'base' ? { verb, at: does, after: does + 1 } : undefined;
}

function activeHead(tokens: readonly Token[], clause: Clause): Head | undefined {
  let start = 0;
  while (
    start < tokens.length - 1 &&
    (FILLERS.has(tokens[start]?.lower ?? '') || NEVER.test(tokens[start]?.lower ?? ''))
  )
    start += 1;
  const led = goingOnAt(tokens, start) ?? lettingKnow(tokens);
  if (led) return led;
  const doer = tokens.findIndex(({ lower }) => /^(?:have|has|let|lets|make|makes|get|gets)$/.test(lower));
  const caused = doer !== -1 && doer <= start ? causedAt(tokens, doer) : undefined;
  if (caused) return caused;
  for (let at = 0; at <= start; at += 1) {
    const phrase = phraseVerbAt(tokens, at);
    if (phrase) return { ...phrase, at };
  }
  const first = readVerb(tokens[start]?.lower ?? '');
  const isActivity =
    first?.alsoNoun === true &&
    tokens.length - start <= 5 &&
    !DETERMINERS.has(tokens[start + 1]?.lower ?? '') &&
    tokens[start + 1]?.lower !== 'to' &&
    endsInActivity(tokens.slice(start + 1));
  const isCommand =
    start > 0 ||
    !first?.alsoNoun ||
    tokens.length > 1 ||
    clause.opensSentence ||
    /^(?:wait|repeat|retry)$/.test(first.kind);
  const isPast = first?.form === 'past' && !isSentAt(tokens, start);
  if (first && !isPast && !isActivity && isCommand) {
    return { verb: first, at: start, after: start + 1 };
  }
  for (let at = start + 1; at < tokens.length; at += 1) {
    const previous = tokens[at - 1]?.lower ?? '';
    const found = phraseVerbAt(tokens, at);
    if (found) return { ...found, at };
    const verb = readVerb(tokens[at]?.lower ?? '');
    if (!verb || verb.form === 'past' || DETERMINERS.has(previous)) continue;
    // "Critical ones get posted": something is done with them.
    if (BE.has(tokens[at]?.lower ?? '') && readVerb(tokens[at + 1]?.lower ?? '')?.form === 'past') continue;
    if (PREPOSITIONS.has(previous) && previous !== 'to' && verb.form !== 'gerund') continue;
    const introduced = /^(?:to|should|must|can|will|that|which|who|by)$/.test(previous);
    const next = tokens[at + 1]?.lower ?? '';
    const isDone =
      verb.form === 'third' && (DETERMINERS.has(next) || PRONOUNS.has(next)) && !BE.has(previous);
    if (isDone && !PREPOSITIONS.has(previous)) return { verb, at, after: at + 1 };
    if (introduced || (!verb.alsoNoun && verbStartsAt(tokens, at, undefined)))
      return { verb, at, after: at + 1 };
  }
  return undefined;
}

function passiveHead(tokens: readonly Token[]): Head | undefined {
  const aux = tokens.findIndex((token) => BE.has(token.lower));
  const from = aux === -1 ? 1 : aux + 1;
  for (let at = from; at < Math.min(tokens.length, from + (aux === -1 ? 8 : 3)); at += 1) {
    const verb = readVerb(tokens[at]?.lower ?? '');
    if (verb?.form === 'past' && !DETERMINERS.has(tokens[at - 1]?.lower ?? ''))
      return { verb, at: aux === -1 ? at : aux, after: at + 1, passive: true };
  }
  return undefined;
}

function endsInActivity(tokens: readonly Token[]): boolean {
  const words = tokens.filter((token) => !ARTEFACTS.has(token.lower));
  const last = words.at(-1)?.lower ?? '';
  return ACTIVITY_NOUNS.has(last);
}

/** "Customer ticket triage": the noun names the activity, the words before it what it is about. */
function readActivity(words: readonly Token[]): Pick<Instruction, 'kind' | 'verb' | 'object'> | undefined {
  const at = words.findLastIndex(({ lower }) => ACTIVITY_NOUNS.has(lower));
  const kind = ACTIVITY_NOUNS.get(words[at]?.lower ?? '');
  if (kind === undefined) return undefined;
  const after = words.slice(at + 1);
  // "A short summary of the orders" is about the orders.
  if (/^(?:of|about|on)$/.test(after[0]?.lower ?? '')) return { kind, verb: kind, object: after.slice(1) };
  const before = words.slice(0, at).filter(({ lower }) => !FILLERS.has(lower));
  return { kind, verb: kind, object: [...before, ...after] };
}

/** "Monitoring with alerts and a weekly summary": each part names an activity of its own. */
function splitActivities(words: readonly Token[]): Token[][] {
  const parts: Token[][] = [[]];
  const named = (tokens: readonly Token[]): boolean => tokens.some(({ lower }) => ACTIVITY_NOUNS.has(lower));
  for (const [at, token] of words.entries()) {
    const joins = token.type === 'comma' || /^(?:with|and|plus|including|followed)$/.test(token.lower);
    if (joins && named(parts.at(-1) ?? []) && named(words.slice(at + 1))) parts.push([]);
    else parts.at(-1)?.push(token);
  }
  return parts;
}

/** The capital of a sentence's first word says nothing about the word. */
function lowerFirst([first, ...rest]: readonly Token[]): Token[] {
  if (!first) return [];
  return [/^[A-Z][a-z]+$/.test(first.text) ? { ...first, text: first.lower } : first, ...rest];
}

function objectBefore(tokens: readonly Token[], at: number): Token[] {
  const before = tokens.slice(0, at);
  let from = 0;
  while (from < before.length && FILLERS.has(before[from]?.lower ?? '')) from += 1;
  return before
    .slice(from)
    .filter((token) => !BE.has(token.lower) && !/^(?:should|must|can|will|to|need|needs)$/.test(token.lower));
}

/** Reads one clause: one instruction, or one for each activity that it names without a verb. */
export function readInstructions(clause: Clause): Instruction[] {
  const looked = clause.tokens.slice(0, LONGEST_CLAUSE);
  const { tokens, modifiers } = takeModifiers(looked);
  const words = tokens.filter((token) => token.type !== 'colon');
  const base = {
    ...clause,
    modifiers,
    actor: [],
    written: clause.tokens,
    ...(tokens !== looked && { tokens }),
  };
  if (QUESTION.test(words[0]?.lower ?? '') || asksYesNo(words, clause))
    return [{ ...base, kind: 'explain', verb: '', object: words }];
  const active = activeHead(words, clause);
  const passive = active && active.at === 0 ? undefined : passiveHead(words);
  const head = passive && (!active || passive.at < active.at) ? passive : active;
  if (head) {
    const { verb, after, goesOn } = head;
    const done = { ...base, kind: verb.kind, verb: verb.base, ...(goesOn && { goesOn }) };
    if (head.passive) {
      const object = [...objectBefore(lowerFirst(words), head.at), ...words.slice(after)];
      return [{ ...done, object }];
    }
    const object = words.filter((_, at) => at >= after && at !== head.without);
    return [{ ...done, object, actor: objectBefore(words, head.at) }];
  }
  const named = splitActivities(lowerFirst(words).filter(({ lower }) => !ARTEFACTS.has(lower)));
  const activities = named.flatMap((part, at) => {
    const activity = readActivity(part);
    return activity ? [{ ...base, ...activity, opensSentence: clause.opensSentence && at === 0 }] : [];
  });
  return activities.length > 0 ? activities : [{ ...base, verb: '', object: words }];
}
