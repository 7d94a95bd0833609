import { IRREGULAR_FORMS, VERB_LEXICON, type VerbEntry } from '../lexicon';

/** How a verb stands in the sentence: "send", "sends", "sending", "sent". */
export type VerbForm = 'base' | 'third' | 'gerund' | 'past';

/** A word read as a verb. */
export interface VerbReading extends VerbEntry {
  readonly form: VerbForm;
  /** The base form in the writer's own spelling. */
  readonly base: string;
}

/** The lexicon is in British spelling; readers and writers of American spelling find the same entries. */
function britishSpelling(word: string): string {
  return word.replace(/(?<=[a-z]{3})iz(?=e$|ing$)/, 'is').replace(/lyze$/, 'lyse');
}

function stems(word: string, suffix: string): string[] {
  const stem = word.slice(0, -suffix.length);
  const undoubled = /([bdgmnprt])\1$/.test(stem) ? [stem.slice(0, -1)] : [];
  return [stem, `${stem}e`, ...undoubled];
}

function candidates(word: string): [base: string, form: VerbForm][] {
  const found: [string, VerbForm][] = [[word, 'base']];
  const add = (form: VerbForm, bases: string[]): void => {
    found.push(...bases.map((base): [string, VerbForm] => [base, form]));
  };
  if (word.endsWith('ies')) add('third', [`${word.slice(0, -3)}y`]);
  if (word.endsWith('es')) add('third', [word.slice(0, -1), word.slice(0, -2)]);
  else if (word.endsWith('s') && !word.endsWith('ss')) add('third', [word.slice(0, -1)]);
  if (word.endsWith('ying')) add('gerund', [word.slice(0, -3)]);
  else if (word.endsWith('ing')) add('gerund', stems(word, 'ing'));
  if (word.endsWith('ied')) add('past', [`${word.slice(0, -3)}y`]);
  else if (word.endsWith('ed')) add('past', stems(word, 'ed'));
  return found;
}

/** Reads a word as a form of a verb of the lexicon; absent when it is none. Takes a lower-case word. */
export function readVerb(word: string): VerbReading | undefined {
  if (word.length < 2 || word.length > 24) return undefined;
  const irregular = IRREGULAR_FORMS.get(word);
  if (irregular !== undefined) {
    const entry = VERB_LEXICON.get(irregular);
    return entry && { ...entry, base: irregular, form: word.endsWith('ing') ? 'gerund' : 'past' };
  }
  for (const [base, form] of candidates(word)) {
    const entry = VERB_LEXICON.get(britishSpelling(base));
    if (entry) return { ...entry, base, form };
  }
  return undefined;
}

/** The singular of an English noun, by rule. Takes a lower-case word. */
export function singular(noun: string): string {
  if (/(?:ss|us|is|news|analytics|series)$/.test(noun) || noun.length < 4) return noun;
  if (noun.endsWith('ies')) return `${noun.slice(0, -3)}y`;
  if (/(?:ses|xes|zes|ches|shes)$/.test(noun) && !/(?:cases|bases|uses|ases|nses|rses|rches)$/.test(noun)) {
    return noun.slice(0, -2);
  }
  return noun.endsWith('s') ? noun.slice(0, -1) : noun;
}

const UNCOUNTABLE =
  /(?:media|data|feedback|news|mail|correspondence|inventory|stock|staff|csv|pdf|code|terms|minutes|statistics|metrics)$/;

/** The plural of an English noun, by rule; of a phrase, that of its last word. What is plural stays as it is. */
export function plural(noun: string): string {
  const last = noun.slice(noun.lastIndexOf(' ') + 1).toLowerCase();
  if (UNCOUNTABLE.test(noun) || singular(last) !== last) return noun;
  if (/[^aeiou]y$/.test(noun)) return `${noun.slice(0, -1)}ies`;
  if (noun.endsWith('sis')) return `${noun.slice(0, -2)}es`;
  return /(?:s|x|ch|sh)$/.test(noun) ? `${noun}es` : `${noun}s`;
}
