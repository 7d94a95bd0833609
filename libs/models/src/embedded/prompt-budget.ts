/** Stands where text was left out. */
export const OMISSION_MARK = '\n[… left out to fit the model …]\n';

/** How texts turn into tokens and back. */
export interface Tokenizer<Token> {
  tokenize: (text: string) => Token[];
  detokenize: (tokens: Token[]) => string;
}

/** The largest cap such that all lengths, each cut down to it, sum up to at most `budget`. */
function fairCap(lengths: number[], budget: number): number {
  let rest = budget;
  const ascending = lengths.toSorted((a, b) => a - b);
  for (const [index, length] of ascending.entries()) {
    const share = Math.floor(rest / (ascending.length - index));
    if (length > share) return share;
    rest -= length;
  }
  return budget;
}

/**
 * Fits the texts of a prompt into `budget` tokens. Short texts stay whole; long ones lose their middle, since
 * instructions stand at the beginning of a prompt and the question often at its end.
 */
export function fitPrompt<Token>(
  texts: string[],
  budget: number,
  { tokenize, detokenize }: Tokenizer<Token>,
): { texts: string[]; truncated: boolean } {
  const tokens = texts.map(tokenize);
  const cap = fairCap(
    tokens.map(({ length }) => length),
    budget,
  );
  const mark = tokenize(OMISSION_MARK).length;
  const fitted = tokens.map((all, index) => {
    if (all.length <= cap) return texts[index] ?? '';
    const kept = cap - mark;
    if (kept <= 0) return detokenize(all.slice(0, cap));
    const head = Math.ceil(kept / 2);
    const tail = kept - head;
    return detokenize(all.slice(0, head)) + OMISSION_MARK + detokenize(all.slice(all.length - tail));
  });
  return { texts: fitted, truncated: tokens.some(({ length }) => length > cap) };
}
