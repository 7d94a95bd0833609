import { joinTokens, type Token } from '../../../grammar';

const DETERMINING = /^(?:each|every)$/;
const MOST_ITEMS = 50;

/** The items in "each of these cities: Oslo, Rome and Lima". */
export function itemsIn(tokens: readonly Token[]): readonly string[] {
  const each = tokens.findIndex(({ lower }) => DETERMINING.test(lower));
  const colon = tokens.findIndex(({ type }, at) => type === 'colon' && at > each);
  if (each === -1 || colon === -1) return [];
  const items: Token[][] = [[]];
  for (const token of tokens.slice(colon + 1)) {
    if (token.type === 'comma' || token.lower === 'and') items.push([]);
    else items.at(-1)?.push(token);
  }
  return items
    .map(joinTokens)
    .filter((item) => item !== '')
    .slice(0, MOST_ITEMS);
}

/** The words that say what the items are. */
export function beforeItems(tokens: readonly Token[], [first = '']: readonly string[]): readonly Token[] {
  const start = first.split(' ')[0];
  const at = tokens.findIndex(({ text }) => text === start);
  return at === -1 ? tokens : tokens.slice(0, at);
}
