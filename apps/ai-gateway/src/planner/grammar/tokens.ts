import { LITERAL_MARK } from './prompt-text';

/**
 * A word, a mark or a piece of text that grammar must not look into: `literal` stands for data given in the prompt,
 * `url` is an address, `stop` the end of a sentence, of a line or of a list item.
 */
export interface Token {
  readonly type: 'word' | 'comma' | 'stop' | 'colon' | 'url' | 'literal';
  readonly text: string;
  readonly lower: string;
}

const TRAILING = '.,;:!?)]…"';
/** Braces would be read as a substitution, the others stand in no URL (RFC 3986, appendix A). */
const NOT_IN_URLS = /[{}<>"\\^`|].*$/s;
const LIST_MARKER = /^(?:[-*•–]|\(?\d{1,2}[.)])$/;
const INLINE_MARKER = /^\(?[1-9]\)$/;
const ARROWS = new Set(['->', '=>', '→', '➔']);
const DASHES = new Set(['-', '–', '—', '&']);

function token(type: Token['type'], text: string): Token {
  return { type, text, lower: text.toLowerCase() };
}

function mark(character: string): Token | undefined {
  if (character !== '' && '.!?;…'.includes(character)) return token('stop', character);
  if (character === ',' || character === ')' || character === ']') return token('comma', character);
  if (character === ':') return token('colon', character);
  return undefined;
}

/** A chunk has no white space; marks at its end and commas inside it become tokens of their own. */
function readChunk(chunk: string, tokens: Token[]): void {
  const isUrl = /^https?:\/\/./i.test(chunk);
  let end = chunk.length;
  while (end > 0 && TRAILING.includes(chunk.charAt(end - 1))) end -= 1;
  const body = chunk.slice(0, end).replace(/^[("[]{1,3}/, '');
  if (isUrl) tokens.push(token('url', body.replace(NOT_IN_URLS, '')));
  else if (body !== '') {
    const [first = '', ...more] = body.split(/[,;](?=\p{L})/u);
    tokens.push(token('word', first));
    for (const part of more) tokens.push(token('comma', ','), token('word', part));
  }
  const found = mark(
    chunk
      .slice(end)
      .replace(/["\])]/g, '')
      .charAt(0),
  );
  if (found) tokens.push(found);
}

/** Splits normalised text into tokens, in one pass. Stray marks are left out. */
export function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  let atLineStart = true;
  for (const [chunk] of text.matchAll(/\n|[^\s\uE000]+|\uE000/g)) {
    if (chunk === '\n') tokens.push(token('stop', '\n'));
    else if (chunk === LITERAL_MARK) tokens.push(token('literal', chunk));
    else if (ARROWS.has(chunk)) tokens.push(token('stop', chunk));
    else if (atLineStart ? LIST_MARKER.test(chunk) : INLINE_MARKER.test(chunk))
      tokens.push(token('stop', chunk));
    else if (DASHES.has(chunk)) tokens.push(chunk === '&' ? token('word', 'and') : token('comma', chunk));
    else readChunk(chunk, tokens);
    atLineStart = chunk === '\n';
  }
  return tokens;
}

/** The text of tokens as a person would write it. */
export function joinTokens(tokens: readonly Token[]): string {
  let text = '';
  for (const { type, text: piece } of tokens) {
    if (type === 'stop' || piece === ')' || piece === ']') continue;
    text += text === '' || type === 'comma' || type === 'colon' ? piece : ` ${piece}`;
  }
  return text.replace(/[,:]$/, '');
}
