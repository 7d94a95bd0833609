import { PRODUCT_KINDS } from '../lexicon';
import type { Instruction } from './instruction';
import { headNoun, nounPhrase } from './noun-phrases';
import { isPlural } from './phrases';
import type { Token } from './tokens';
import { singular } from './word-forms';
import { DETERMINERS, PREPOSITIONS } from './words';

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
function productsOf(given: readonly Token[]): readonly (readonly Token[])[] {
  const isNothing = given.length > 2 && given.at(-1)?.lower === 'nothing' && given.at(-2)?.lower === 'or';
  const object = isNothing ? given.slice(0, -2) : given;
  const end = object.findIndex(({ type, lower }) => type === 'url' || PREPOSITIONS.has(lower));
  const named = end === -1 ? object : object.slice(0, end);
  const shared = end === -1 ? [] : object.slice(end);
  const parts = partsOf(named, (at) => /^an?$/.test(named[at]?.lower ?? ''));
  const whole = partsOf(object, (at) => /^an?$/.test(object[at]?.lower ?? '') && isProductAt(object, at));
  if (parts.length === 1 && whole.length > 1) return whole;
  return parts.map((part) => [...part, ...shared]);
}

/** "… plus an explanation of it": something to be written of its own. */
function isProductAt(tokens: readonly Token[], at: number): boolean {
  return PRODUCT_KINDS.has(headNoun(nounPhrase(tokens.slice(at))));
}

const FARTHEST_TO = 5;

/** "The summary to the team and the risks to legal": each with its own. */
function shipmentsOf(object: readonly Token[]): readonly (readonly Token[])[] {
  const goes = (tokens: readonly Token[]): boolean =>
    tokens.some((token) => isUrl(token) || token.lower === 'to');
  return partsOf(object, (at) => {
    const opens = object[at]?.type === 'word' && !PREPOSITIONS.has(object[at]?.lower ?? '');
    return opens && goes(object.slice(0, at)) && goes(object.slice(at, at + FARTHEST_TO));
  });
}

/** "Solar power and wind power": things of one sort, each by itself. */
function topicsOf(object: readonly Token[]): readonly (readonly Token[])[] {
  if (object.some(({ type, lower }) => type === 'literal' || (PREPOSITIONS.has(lower) && lower !== 'of')))
    return [object];
  const parts = partsOf(object, () => true);
  const [first] = parts;
  const named = namesOf(parts);
  if (named) return named;
  const isAlike = parts.every(
    (part) =>
      part.length > 0 &&
      (part.length === first?.length || DETERMINERS.has(part[0]?.lower ?? '') || isPlain(part)),
  );
  return isAlike ? parts : [object];
}

const LONGEST_PART = 3;

/** "Day trips": a few words that name several of something. */
const isPlain = (part: readonly Token[]): boolean =>
  part.length <= LONGEST_PART && part.every(({ type }) => type === 'word') && isPlural(part);

const isName = ({ type, text }: Token): boolean => type === 'word' && /^\p{Lu}/u.test(text);

/** "Our competitors Acme, Globex and Initech": each name with what all of them are. */
function namesOf(parts: readonly (readonly Token[])[]): readonly (readonly Token[])[] | undefined {
  const [first = [], ...others] = parts;
  const from = first.findIndex(isName);
  const isNamed =
    others.length > 0 &&
    from > 0 &&
    first.slice(from).every(isName) &&
    others.every((part) => part.every(isName));
  if (!isNamed) return undefined;
  const what = first.slice(0, from);
  const one = what.map((token, at) =>
    at === what.length - 1 ? { ...token, text: singular(token.text), lower: singular(token.lower) } : token,
  );
  return [[...one, ...first.slice(from)], ...others.map((part) => [...one, ...part])];
}

/** "Check it for mistakes, for wrong facts and for its tone": each with what is looked at. */
function purposesOf(object: readonly Token[]): readonly (readonly Token[])[] {
  const from = object.findIndex(({ lower }) => lower === 'for');
  if (from < 1) return [object];
  const parts = partsOf(object.slice(from), (at) => object[from + at]?.lower === 'for');
  return parts.length > 1 ? parts.map((part) => [...object.slice(0, from), ...part]) : [object];
}

/** "Summarise these in parallel: …": each address by itself. */
function oneEach({ kind, object }: Instruction): readonly (readonly Token[])[] {
  const urls = object.filter(isUrl);
  if (urls.length > 1) return urls.slice(0, MOST_PARTS).map((url) => [url]);
  if (!APART.test(kind ?? '')) return [object];
  const purposes = purposesOf(object);
  return purposes.length > 1 ? purposes : topicsOf(object);
}

/** What can be done with one thing as well as with several. */
const APART = /^(?:research|summarise|analyse|explain|find|review|validate|list|translate)$/;

const isUrl = ({ type }: Token): boolean => type === 'url';

function partsFor({ kind, verb, object }: Instruction): readonly (readonly Token[])[] {
  if (kind === 'draft' && !/^(?:ask|invite)$/.test(verb)) return productsOf(object);
  return kind === 'deliver' ? shipmentsOf(object) : [object];
}

/** "An explanation of the query": of what the part before it asks for. */
function buildsOn(part: readonly Token[]): boolean {
  const of = part.findIndex(({ lower }) => lower === 'of');
  return of > 0 && /^(?:the|it|them|this|that)$/.test(part[of + 1]?.lower ?? '') && part.length <= of + 3;
}

/** One instruction for each thing that is to be written or sent, where one verb names several. */
export function splitObjects(instruction: Instruction): Instruction[] {
  const { object } = instruction;
  const byUrl = instruction.modifiers.parallel !== undefined ? oneEach(instruction) : [object];
  const parts = byUrl.length > 1 ? byUrl : partsFor(instruction);
  if (parts.length === 1) return [instruction];
  return parts.map((part, at) => ({
    ...instruction,
    ...(at > 0 && { link: 'and', opensSentence: false, pause: 0, sharesVerb: !buildsOn(part) }),
    object: part,
    tokens: part,
  }));
}
