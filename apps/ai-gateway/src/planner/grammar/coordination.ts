import type { Instruction } from './instruction';
import type { Token } from './tokens';
import { PREPOSITIONS } from './words';

const MOST_PARTS = 5;
const joins = (token: Token | undefined): boolean =>
  token?.type === 'comma' || /^(?:and|plus)$/.test(token?.lower ?? '');

/** Where a part ends: the first joint before a token that opens the next one, and where that one starts. */
function nextPart(
  tokens: readonly Token[],
  from: number,
  opens: (at: number) => boolean,
): { readonly end: number; readonly start: number } | undefined {
  for (let end = from + 1; end < tokens.length; end += 1) {
    if (!joins(tokens[end])) continue;
    let start = end;
    while (joins(tokens[start])) start += 1;
    if (opens(start)) return { end, start };
  }
  return undefined;
}

function partsOf(tokens: readonly Token[], opens: (at: number) => boolean): readonly (readonly Token[])[] {
  const parts: (readonly Token[])[] = [];
  let from = 0;
  while (parts.length < MOST_PARTS - 1) {
    const next = nextPart(tokens, from, opens);
    if (!next) break;
    parts.push(tokens.slice(from, next.end));
    from = next.start;
  }
  return [...parts, tokens.slice(from)];
}

/** "A tweet and a post about the menu": each with what they share. */
function productsOf(object: readonly Token[]): readonly (readonly Token[])[] {
  const end = object.findIndex(({ type, lower }) => type === 'url' || PREPOSITIONS.has(lower));
  const named = end === -1 ? object : object.slice(0, end);
  const shared = end === -1 ? [] : object.slice(end);
  const parts = partsOf(named, (at) => /^an?$/.test(named[at]?.lower ?? ''));
  return parts.map((part) => [...part, ...shared]);
}

/** "The summary to one address and the risks to another": each with its own. */
function shipmentsOf(object: readonly Token[]): readonly (readonly Token[])[] {
  return partsOf(object, (at) => {
    const opens = object[at]?.type === 'word' && !PREPOSITIONS.has(object[at]?.lower ?? '');
    return opens && object.slice(0, at).some(isUrl) && object.slice(at).some(isUrl);
  });
}

const isUrl = ({ type }: Token): boolean => type === 'url';

/** One instruction for each thing that is to be written or sent, where one verb names several. */
export function splitObjects(instruction: Instruction): Instruction[] {
  const { kind, object } = instruction;
  const parts = kind === 'draft' ? productsOf(object) : kind === 'deliver' ? shipmentsOf(object) : [object];
  if (parts.length === 1) return [instruction];
  return parts.map((part, at) => ({
    ...instruction,
    ...(at > 0 && { link: 'and', opensSentence: false, pause: 0, sharesVerb: true }),
    object: part,
    tokens: part,
  }));
}
