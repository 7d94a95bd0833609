import { singular } from '../../grammar/word-forms';

/** Letters of a long word that tell it from others: "summary" and "summarise" share them, and so do their forms. */
const STEM_LENGTH = 6;

/** What forms of one word, and words made of it, have in common. Takes a lower-case word. */
export function stemOf(word: string): string {
  const plain = singular(word.replace(/'s?$/, '').replaceAll('-', ''));
  if (plain.length <= STEM_LENGTH) return plain.replace(/(?<=\p{L}{3})(?:ing|ed|er|es)$/u, '');
  return plain
    .replace(/z(?=e|ing|ation)/, 's')
    .replace('lyz', 'lys')
    .slice(0, STEM_LENGTH);
}
