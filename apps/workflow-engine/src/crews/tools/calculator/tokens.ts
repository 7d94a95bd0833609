import { ToolError } from '../tool.error';

/** A piece of an expression, and where it starts (from 1), for messages. */
export type Token =
  | { kind: 'number'; value: number; at: number }
  | { kind: 'name'; text: string; at: number }
  | { kind: 'symbol'; text: string; at: number }
  | { kind: 'end'; at: number };

const TOKEN = /\s*(?:(\d+(?:\.\d*)?(?:e[+-]?\d+)?|\.\d+(?:e[+-]?\d+)?)|([a-z_]\w*)|([-+*/%^(),]))/iy;

/**
 * Splits an expression into numbers (`2`, `.5`, `1e-3`), names and symbols, closed by an `end`.
 * @throws ToolError `invalid_arguments` at the first character that starts none of them
 */
export function tokenize(source: string): Token[] {
  const text = source.trimEnd();
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.length) {
    const start = TOKEN.lastIndex;
    const match = TOKEN.exec(text);
    if (match === null) {
      const at = start + (text.slice(start).length - text.slice(start).trimStart().length);
      throw new ToolError(
        'invalid_arguments',
        `Unexpected "${text[at]}" at position ${at + 1} of the expression.`,
      );
    }
    const [whole, number, name, symbol] = match;
    const at = start + whole.length - whole.trimStart().length + 1;
    if (number !== undefined) tokens.push({ kind: 'number', value: Number(number), at });
    else if (name !== undefined) tokens.push({ kind: 'name', text: name.toLowerCase(), at });
    else if (symbol !== undefined) tokens.push({ kind: 'symbol', text: symbol, at });
  }
  tokens.push({ kind: 'end', at: text.length + 1 });
  return tokens;
}
