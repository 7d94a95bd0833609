import { PromptLiterals } from './addresses';
import { PromptNumbers } from './numbers';
import { readText, type ReadClause } from './prompt.reader';
import { wishesOf, type Wishes } from './wishes';

/** A prompt, read for the checks. */
export interface Request extends Wishes {
  /** As it was written. */
  readonly prompt: string;
  /** Without the data that it holds. */
  readonly text: string;
  readonly isEnglish: boolean;
  readonly clauses: readonly ReadClause[];
  readonly numbers: PromptNumbers;
  readonly literals: PromptLiterals;
}

/** Reads a prompt; in another language than English nothing is wished for that could be read. */
export function readRequest(prompt: string): Request {
  const { text, isEnglish, clauses } = readText(prompt);
  const numbers = new PromptNumbers(prompt, isEnglish);
  const literals = new PromptLiterals(prompt);
  return { prompt, text, isEnglish, clauses, numbers, literals, ...wishesOf(clauses) };
}
