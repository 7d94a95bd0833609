import { LITERAL_MARK } from './prompt-text';

/**
 * A word, a mark or a piece of text that grammar must not look into: `literal` stands for data given in the prompt,
 * `url` and `email` are addresses, `stop` the end of a sentence, of a line or of a list item.
 */
export interface Token {
  readonly type: 'word' | 'comma' | 'stop' | 'colon' | 'url' | 'email' | 'literal';
  readonly text: string;
  readonly lower: string;
  /** Where quotation marks stood: before the word, after it, or on both sides. */
  readonly quote?: 'opens' | 'closes' | 'both';
}

const TRAILING = '.,;:!?)]…"';
/** Braces would be read as a substitution, the others stand in no URL (RFC 3986, appendix A). */
const NOT_IN_URLS = /[{}<>"\\^`|].*$/s;
const EMAIL = /^[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,8}$/;
const LIST_MARKER = /^(?:[-*•–]|\(?\d{1,2}[.)])$/;
const INLINE_MARKER = /^\(?[1-9]\)$/;
const ARROW = /^(?:[-=]+>|[→➔⇒])$/;
const DASHES = new Set(['-', '–', '—', '&']);

function token(type: Token['type'], text: string, quote?: Token['quote']): Token {
  return { type, text, lower: text.toLowerCase(), ...(quote && { quote }) };
}

function mark(character: string): Token | undefined {
  if (character !== '' && '.!?;…'.includes(character)) return token('stop', character);
  if (character === ',' || character === ')' || character === ']') return token('comma', character);
  if (character === ':') return token('colon', character);
  return undefined;
}

/** Whether a token begins an item of a list, or is an arrow. */
export function isListMarker({ type, text }: Token): boolean {
  return type === 'stop' && LIST_MARKER.test(text);
}

/** "A -> B": what stands before it leads to what stands after it. */
export function isArrow({ type, text }: Token): boolean {
  return type === 'stop' && ARROW.test(text);
}

function quoteOf(opens: boolean, closes: boolean): Token['quote'] {
  if (opens) return closes ? 'both' : 'opens';
  return closes ? 'closes' : undefined;
}

/** A chunk has no white space; marks at its end and commas inside it become tokens of their own. */
function readChunk(chunk: string, tokens: Token[]): void {
  const isUrl = /^https?:\/\/./i.test(chunk);
  let end = chunk.length;
  while (end > 0 && TRAILING.includes(chunk.charAt(end - 1))) end -= 1;
  const marks = chunk.slice(end);
  const opening = /^[("[]{1,3}/.exec(chunk.slice(0, end))?.[0] ?? '';
  const plain = chunk.slice(opening.length, end).replace(/^'(.{1,40})'$/, '$1');
  const quote = quoteOf(opening.includes('"'), marks.includes('"'));
  if (isUrl) tokens.push(token('url', plain.replace(NOT_IN_URLS, '')));
  else if (EMAIL.test(plain)) tokens.push(token('email', plain));
  else if (plain !== '') {
    const [first = '', ...more] = plain.split(/[,;](?=\p{L})/u);
    tokens.push(token('word', first, quote));
    for (const part of more) tokens.push(token('comma', ','), token('word', part));
  }
  const found = mark(marks.replace(/["\])]/g, '').charAt(0));
  if (found) tokens.push(found);
}

/** Splits normalised text into tokens, in one pass. Stray marks are left out. */
export function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  let atLineStart = true;
  for (const [chunk] of text.matchAll(/\n|[^\s\uE000]+|\uE000/g)) {
    if (chunk === '\n') tokens.push(token('stop', '\n'));
    else if (chunk === LITERAL_MARK) tokens.push(token('literal', chunk));
    else if (ARROW.test(chunk)) tokens.push(token('stop', chunk));
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
  for (const { type, text: piece, quote } of tokens) {
    if (type === 'stop' || piece === ')' || piece === ']') continue;
    const opening = quote === 'opens' || quote === 'both' ? '"' : '';
    const closing = quote === 'closes' || quote === 'both' ? '"' : '';
    const written = `${opening}${piece}${closing}`;
    text += text === '' || type === 'comma' || type === 'colon' ? written : ` ${written}`;
  }
  return text.replace(/[,:]$/, '');
}
