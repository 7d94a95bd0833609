/** Levels of objects and lists that a body may nest, itself counted. */
export const MAX_JSON_DEPTH = 64;

const QUOTE = '"'.charCodeAt(0);
const BACKSLASH = '\\'.charCodeAt(0);
const OPENING = new Set(['{', '['].map((bracket) => bracket.charCodeAt(0)));
const CLOSING = new Set(['}', ']'].map((bracket) => bracket.charCodeAt(0)));

/**
 * Whether a JSON text nests deeper than `max`. It reads characters and never recurses, since past some thousand levels
 * whatever walks the parsed value overflows the stack. What it says of a text that is not JSON means nothing.
 */
export function exceedsDepth(text: string, max: number): boolean {
  let depth = 0;
  let inString = false;
  for (let index = 0; index < text.length; index++) {
    const character = text.charCodeAt(index);
    if (inString) {
      if (character === BACKSLASH) index++;
      else if (character === QUOTE) inString = false;
    } else if (character === QUOTE) inString = true;
    else if (OPENING.has(character) && ++depth > max) return true;
    else if (CLOSING.has(character)) depth--;
  }
  return false;
}
