import { VERB_LEXICON, VERB_PHRASES } from '../lexicon';
import type { Token } from './tokens';
import type { VerbReading } from './word-forms';

const PHRASES = VERB_PHRASES.map(([phrase, lemma]) => {
  const [verb = '', ...words] = phrase.split(' ');
  // A word in brackets must follow, but is no part of the verb.
  const more = words.map((word) => word.replace(/[()]/g, ''));
  const ahead = words.filter((word) => word.startsWith('(')).length;
  const stem = verb.replace(/e$/, '');
  const forms = new Set([verb, `${verb}s`, `${verb}es`, `${verb}ing`, `${stem}ing`]);
  return { forms, more, lemma, ahead };
});

/** A verb of several words ("take care of") that starts at a word, and where it ends. */
export function phraseVerbAt(
  tokens: readonly Token[],
  at: number,
): { verb: VerbReading; after: number } | undefined {
  const first = tokens[at]?.lower ?? '';
  for (const { forms, more, lemma, ahead } of PHRASES) {
    if (!forms.has(first) || !more.every((word, index) => tokens[at + 1 + index]?.lower === word)) continue;
    const entry = VERB_LEXICON.get(lemma);
    if (entry) return { verb: { ...entry, base: lemma, form: 'base' }, after: at + 1 + more.length - ahead };
  }
  return undefined;
}
