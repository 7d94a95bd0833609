import { joinTokens, type ReadInstruction, type Token } from '../../grammar';
import { identifier } from '../graph/identifiers';
import type { GivesFields, GivesOption } from '../plan/plan-items';

const MOST_OPTIONS = 12;
const MOST_FIELDS = 20;
const LONGEST = 4;
const COUNT =
  /^(?:one|two|three|four|five|six|the|following|these|either|different|categories|category|classes|groups|types|labels|as|of|being|is|whether|by)$/;
const ENDS = /^(?:from|in|of|for|and|with|based|according|by|per|using|so|that|which|then)$/;

const joins = ({ type, lower }: Token): boolean =>
  type === 'comma' || type === 'colon' || /^(?:or|and|vs|versus|\/)$/.test(lower);

/** The parts of "a, b or c", each of a few words. Absent where a part is none. */
function partsOf(tokens: readonly Token[], isEnd: (token: Token) => boolean): string[] | undefined {
  const parts: Token[][] = [[]];
  for (const token of tokens) {
    if (token.type !== 'word' && !joins(token)) break;
    if (isEnd(token) && !joins(token)) break;
    if (joins(token)) parts.push([]);
    else parts.at(-1)?.push(token);
  }
  const named = parts
    .map((part) => part.filter(({ lower }) => !/^(?:an?|the|its|their|all|any|each)$/.test(lower)))
    .filter((part) => part.length > 0);
  if (named.some((part) => part.length > LONGEST)) return undefined;
  return [...new Set(named.map((part) => joinTokens(part).replaceAll('"', '')))];
}

/** The categories in "into a, b or c", "as spam or not spam", "by urgency: low, medium, high". Absent for one alone. */
export function optionsIn({ object }: ReadInstruction): GivesOption | undefined {
  const into = object.findLastIndex(({ lower }) =>
    /^(?:into|as|being|is|either|whether|between)$/.test(lower),
  );
  const colon = object.findIndex(({ type, text }) => type === 'colon' || text === '(');
  let from = Math.max(into, colon) + 1;
  if (from === 0) return undefined;
  while (COUNT.test(object[from]?.lower ?? '')) from += 1;
  const options = partsOf(object.slice(from), ({ lower }) => ENDS.test(lower));
  if (!options || options.length < 2 || options.length > MOST_OPTIONS) return undefined;
  return { type: 'option', options: options.map((option) => option.toLowerCase()) };
}

/** The categories in "it is positive, negative or neutral". Absent for one alone. */
export function alternativesIn({ tokens }: Pick<ReadInstruction, 'tokens'>): readonly string[] | undefined {
  const is = tokens.findIndex(({ lower }) => /^(?:is|are|was|sounds|seems|looks)$/.test(lower));
  const options = is === -1 ? undefined : partsOf(tokens.slice(is + 1), () => false);
  const isOr = tokens.slice(is + 1).some(({ lower }) => lower === 'or');
  return isOr && options && options.length > 1 ? options.map((option) => option.toLowerCase()) : undefined;
}

const AS_DATA =
  /\b(?:json|structured|as (?:fields|data|an? (?:record|object|table))|key-value|machine-readable)\b/i;

/** The named values in "extract A, B and C as JSON". Absent where plain text will do. */
export function fieldsIn({ object }: ReadInstruction): GivesFields | undefined {
  if (!AS_DATA.test(joinTokens(object.filter(({ type }) => type === 'word')))) return undefined;
  const end = object.findIndex(({ lower }) => /^(?:from|out|of|in|as|into|for|to)$/.test(lower));
  const names = partsOf(end === -1 ? object : object.slice(0, end), () => false) ?? [];
  const fields = [...new Set(names.map((name) => identifier(name, '')))].filter(
    (name) => name !== '' && !/^(?:data|information|details|fields|everything|json)$/.test(name),
  );
  if (fields.length === 0 || fields.length > MOST_FIELDS) return undefined;
  return { type: 'fields', fields: fields.map((name) => ({ name, type: 'string' })) };
}
