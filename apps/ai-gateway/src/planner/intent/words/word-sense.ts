import { readVerb, type VerbReading } from '../../grammar/word-forms';
import { CONJUNCTIONS, DETERMINERS, FILLERS, PREPOSITIONS, PRONOUNS } from '../../grammar/words';
import { ACTIVITY_NOUNS, PRODUCT_KINDS } from '../../lexicon/products';
import type { VerbKind } from '../../lexicon/step-kinds';
import { stemOf } from './stem';
import { SYNONYMS } from './synonyms';

/** What a word may stand for, whatever stands around it. */
export interface WordSense {
  readonly verb?: VerbReading;
  /** What a noun names as work ("triage"), as a result ("summary") or as somebody who does it ("editor"). */
  readonly noun?: VerbKind;
  /** What it shares with its other forms and with words that are put for it; empty where it means nothing by itself. */
  readonly stems: readonly string[];
}

/** Words that say nothing about what a step is about. */
const EMPTY: ReadonlySet<string> = new Set(
  'not no of one ones thing things something anything everything list set data text result results output input information info content new best good same other more most less least top first last next each every all few lot kind type part step steps way name two three four five six seven ten hundred sentence sentences word words times day week month time today'.split(
    ' ',
  ),
);
const GRAMMAR = [FILLERS, DETERMINERS, PREPOSITIONS, PRONOUNS, CONJUNCTIONS];

/** Graphs of one language use some thousand words; a full cache starts anew. */
const MOST_WORDS = 20_000;
const known = new Map<string, WordSense>();

/** Longer than any word is. */
const LONGEST_WORD = 40;
const NOTHING: WordSense = { stems: [] };

/** Reads a word, which is in lower case. */
export function senseOf(word: string): WordSense {
  if (word.length > LONGEST_WORD) return NOTHING;
  const before = known.get(word);
  if (before) return before;
  if (known.size >= MOST_WORDS) known.clear();
  const verb = readVerb(word);
  const noun = nounKind(word) ?? doerKind(word);
  const sense = {
    ...(verb && { verb }),
    ...(noun && { noun }),
    stems: hasMeaning(word) ? stemsOfWord(word) : [],
  };
  known.set(word, sense);
  return sense;
}

function hasMeaning(word: string): boolean {
  return word.length >= 3 && !EMPTY.has(word) && !GRAMMAR.some((words) => words.has(word));
}

function stemsOfWord(word: string): string[] {
  const synonyms = SYNONYMS.get(word) ?? SYNONYMS.get(word.replace(/s$/, '')) ?? [];
  return [...new Set([word, ...synonyms].map(stemOf))];
}

function nounKind(word: string): VerbKind | undefined {
  for (const form of [word, word.replace(/s$/, ''), word.replace(/ies$/, 'y')]) {
    const kind = PRODUCT_KINDS.get(form) ?? ACTIVITY_NOUNS.get(form);
    if (kind !== undefined) return kind;
  }
  return undefined;
}

/** Who does something is called after it: a writer, an editor. */
function doerKind(word: string): VerbKind | undefined {
  const [, stem] = /^(\p{L}{3,})(?:er|or)s?$/u.exec(word) ?? [];
  if (stem === undefined) return undefined;
  return (readVerb(stem) ?? readVerb(`${stem}e`))?.kind;
}
