import { ACTIVITY_NOUNS, ARTEFACTS } from '../lexicon/products';
import type { VerbKind } from '../lexicon/step-kinds';
import { verbStartsAt, type Clause } from './clauses';
import { phraseVerbAt } from './phrase-verbs';
import type { Token } from './tokens';
import { readVerb, singular, type VerbReading } from './word-forms';
import { DETERMINERS, FILLERS, PREPOSITIONS } from './words';

/** One clause, read: what is to be done, and with what. */
export interface Instruction extends Clause {
  /** Absent where no verb of the lexicon was found. */
  readonly kind?: VerbKind;
  /** Base form, in the writer's spelling. */
  readonly verb: string;
  /** What the verb is about: everything after it, or what stood before a passive verb. */
  readonly object: readonly Token[];
  /** One of several things that one verb names; works on what the one before it works on. */
  readonly sharesVerb?: boolean;
}

const BE = new Set('be is are was were been being get gets getting'.split(' '));
const QUESTION = /^(?:what|why|how|who|where|which|whose)$/;

/** Words of a clause that are looked at: what is longer is no instruction but a text. */
const LONGEST_CLAUSE = 200;

interface Head {
  readonly verb: VerbReading;
  /** Where the verb starts and what follows it. */
  readonly at: number;
  readonly after: number;
  readonly passive?: boolean;
}

function activeHead(tokens: readonly Token[]): Head | undefined {
  let start = 0;
  while (start < tokens.length - 1 && FILLERS.has(tokens[start]?.lower ?? '')) start += 1;
  const phrase = phraseVerbAt(tokens, start);
  if (phrase) return { ...phrase, at: start };
  const first = readVerb(tokens[start]?.lower ?? '');
  const isActivity =
    first?.alsoNoun === true &&
    tokens.length - start <= 5 &&
    !DETERMINERS.has(tokens[start + 1]?.lower ?? '') &&
    tokens[start + 1]?.lower !== 'to' &&
    endsInActivity(tokens.slice(start + 1));
  if (first && first.form !== 'past' && !isActivity && (start > 0 || !first.alsoNoun || tokens.length > 1)) {
    return { verb: first, at: start, after: start + 1 };
  }
  for (let at = start + 1; at < tokens.length; at += 1) {
    const previous = tokens[at - 1]?.lower ?? '';
    const found = phraseVerbAt(tokens, at);
    if (found) return { ...found, at };
    const verb = readVerb(tokens[at]?.lower ?? '');
    if (!verb || verb.form === 'past' || DETERMINERS.has(previous)) continue;
    if (PREPOSITIONS.has(previous) && previous !== 'to' && verb.form !== 'gerund') continue;
    const introduced = /^(?:to|should|must|can|will|that|which|who|by)$/.test(previous);
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
  const before = words.slice(0, at).filter(({ lower }) => !FILLERS.has(lower));
  return { kind, verb: kind, object: [...before, ...words.slice(at + 1)] };
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
export function readInstructions(base: Clause): Instruction[] {
  const { tokens, opensSentence } = base;
  const words = tokens.slice(0, LONGEST_CLAUSE).filter((token) => token.type !== 'colon');
  if (QUESTION.test(words[0]?.lower ?? '')) return [{ ...base, kind: 'explain', verb: '', object: words }];
  const active = activeHead(words);
  const passive = active && active.at === 0 ? undefined : passiveHead(words);
  const head = passive && (!active || passive.at < active.at) ? passive : active;
  if (head?.passive) {
    const object = [...objectBefore(lowerFirst(words), head.at), ...words.slice(head.after)];
    return [{ ...base, kind: head.verb.kind, verb: head.verb.base, object }];
  }
  if (head) return [{ ...base, kind: head.verb.kind, verb: head.verb.base, object: words.slice(head.after) }];
  const named = splitActivities(lowerFirst(words).filter(({ lower }) => !ARTEFACTS.has(lower)));
  const activities = named.flatMap((part, at) => {
    const activity = readActivity(part);
    return activity ? [{ ...base, ...activity, opensSentence: opensSentence && at === 0 }] : [];
  });
  return activities.length > 0 ? activities : [{ ...base, verb: '', object: words }];
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
  const end = rest.findIndex((token) => token.type !== 'word' || PREPOSITIONS.has(token.lower));
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
