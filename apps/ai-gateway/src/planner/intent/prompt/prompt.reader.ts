import { splitClauses } from '../../grammar/clauses';
import { splitObjects } from '../../grammar/coordination';
import { stripFraming } from '../../grammar/framing';
import { takeFrequency } from '../../grammar/frequency';
import { readInstructions, type Instruction } from '../../grammar/instruction';
import { isForeign } from '../../grammar/language';
import { readPromptText } from '../../grammar/prompt-text';
import { joinTokens, tokenize, type Token } from '../../grammar/tokens';
import { readVerb } from '../../grammar/word-forms';
import { FILLERS } from '../../grammar/words';
import type { VerbKind } from '../../lexicon/step-kinds';

/** A clause of the prompt, as grammar reads it. */
export interface ReadClause {
  /** How it goes on from the one before it. */
  readonly link: Instruction['link'];
  /** Its condition is put after what it decides. */
  readonly trails: boolean;
  readonly opensSentence: boolean;
  /** Absent: no verb that is known stands in it. */
  readonly kind?: VerbKind;
  readonly verb: string;
  /** What stands before the verb, in lower case. */
  readonly before: readonly string[];
  /** What the verb is about, in the writer's words. */
  readonly object: string;
  /** The verb stands in the passive: "tickets should be sorted". */
  readonly isPassive: boolean;
  /** No verb stands there, a noun names the work: "ticket triage". */
  readonly isNamed: boolean;
  /** The whole clause. */
  readonly text: string;
}

/** A prompt as far as grammar can read it. */
export interface ReadText {
  readonly isEnglish: boolean;
  /** The prompt without the data that it holds (quoted, or after a colon). */
  readonly text: string;
  readonly clauses: readonly ReadClause[];
}

/** Clauses that are looked at: a request with more is a document. */
const MOST_CLAUSES = 300;

/** Reads a prompt. The one place where the intent checks meet grammar. */
export function readText(prompt: string): ReadText {
  const { text } = readPromptText(prompt);
  if (isForeign(text)) return { isEnglish: false, text, clauses: [] };
  const tokens = stripFraming(tokenize(takeFrequency(text).text));
  const instructions = splitClauses(tokens)
    .slice(0, MOST_CLAUSES)
    .flatMap(readInstructions)
    .flatMap(splitObjects);
  return { isEnglish: true, text, clauses: instructions.map(readClause) };
}

function readClause(instruction: Instruction): ReadClause {
  const { link, trails, opensSentence, kind, verb, object, tokens } = instruction;
  const at = tokens.findIndex(({ lower }) => readVerb(lower)?.base === verb);
  const before = lowers(at === -1 ? tokens.slice(0, tokens.length - object.length) : tokens.slice(0, at));
  const form = at === -1 ? undefined : readVerb(tokens[at]?.lower ?? '')?.form;
  return {
    link,
    trails,
    opensSentence,
    ...(kind && { kind }),
    verb,
    before,
    object: joinTokens(object),
    isPassive: form === 'past',
    isNamed: kind !== undefined && at === -1 && before.every((word) => !FILLERS.has(word)),
    text: joinTokens(tokens),
  };
}

function lowers(tokens: readonly Token[]): string[] {
  return tokens.filter(({ type }) => type === 'word').map(({ lower }) => lower);
}
