import { senseOf } from './word-sense';

const WORD = /\p{L}[\p{L}\p{N}'’-]*/gu;

/** The words of a text in lower case, those of identifiers (`order_total`, `orderTotal`) one by one. */
export function wordsOf(text: string): string[] {
  const spaced = text.replace(/(?<=\p{Ll})(?=\p{Lu})|_/gu, ' ').replaceAll('’', "'");
  return (spaced.match(WORD) ?? []).map((word) => word.toLowerCase());
}

/** Stems of the words of a text that mean something by themselves. */
export function stemsOf(text: string): Set<string> {
  return new Set(wordsOf(text).flatMap((word) => senseOf(word).stems));
}

/** Whether two sets of stems share one. */
export function shareStem(some: ReadonlySet<string>, others: ReadonlySet<string>): boolean {
  for (const stem of some) if (others.has(stem)) return true;
  return false;
}
