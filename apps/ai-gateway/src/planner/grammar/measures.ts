import { numberAt } from './numbers';
import { joinTokens, type Token } from './tokens';
import { singular } from './word-forms';
import { DETERMINERS, PREPOSITIONS, PRONOUNS } from './words';

/** How a number must compare. */
export type Comparison = '>' | '>=' | '<' | '<=' | '==' | '!=';

/** A condition on a number: "the amount is over 500 EUR", "there are more than three errors". */
export interface MeasureReading {
  /** What is measured or counted: "amount", "number of errors", "words". */
  readonly quantity: string;
  readonly comparison: Comparison;
  readonly value: number;
  /** A currency's code, `%`, or a unit as it is written. */
  readonly unit?: string;
  /** Whose quantity it is: "the invoice", "it"; empty where the text does not say. */
  readonly subject: readonly Token[];
}

const COMPARATORS: readonly (readonly [words: string, comparison: Comparison])[] = (
  [
    ['is not more than', '<='],
    ['is not less than', '>='],
    ['no more than', '<='],
    ['no less than', '>='],
    ['not more than', '<='],
    ['greater than or equal to', '>='],
    ['less than or equal to', '<='],
    ['more than', '>'],
    ['greater than', '>'],
    ['higher than', '>'],
    ['larger than', '>'],
    ['bigger than', '>'],
    ['longer than', '>'],
    ['older than', '>'],
    ['better than', '>'],
    ['less than', '<'],
    ['fewer than', '<'],
    ['lower than', '<'],
    ['smaller than', '<'],
    ['shorter than', '<'],
    ['younger than', '<'],
    ['worse than', '<'],
    ['at least', '>='],
    ['at most', '<='],
    ['up to', '<='],
    ['equal to', '=='],
    ['exactly', '=='],
    ['exceeds', '>'],
    ['exceed', '>'],
    ['exceeding', '>'],
    ['from', '>='],
    ['over', '>'],
    ['above', '>'],
    ['under', '<'],
    ['below', '<'],
    ['is not', '!='],
    ['equals', '=='],
    ['is', '=='],
    ['are', '=='],
    ['has', '=='],
    ['>=', '>='],
    ['<=', '<='],
    ['>', '>'],
    ['<', '<'],
    ['=', '=='],
    ['==', '=='],
  ] as const
).map(([words, comparison]) => [words, comparison]);
const OPENERS = COMPARATORS.map(([words, comparison]) => ({ words: words.split(' '), comparison }));

const LINKING =
  /^(?:it's|they're|he's|she's|that's|there's|is|are|was|were|has|have|had|gets?|goes|costs?|there|be|it|they|that|this|which|contains?|includes?|rated|scored|with|a|an)$/;
const CHANGES =
  /^(?:dropped|fell|fallen|decreased|declined|rose|risen|increased|grew|grown|drop|drops|fall|falls|rise|rises)$/;
const AMOUNTS =
  /^(?:price|cost|total|amount|value|budget|balance|fee|salary|revenue|sum|discount|income|profit|spend|spending|rent|bill)$/;
const TIME = /^(?:days?|hours?|minutes?|weeks?|months?|years?)$/;
const LENGTH = /^(?:words?|characters?|letters?|chars?|sentences?|lines?)$/;
const MONEY = /^[A-Z]{3}$/;
const BACKWARDS: Readonly<Record<string, Comparison>> = {
  more: '>=',
  higher: '>=',
  above: '>=',
  less: '<=',
  fewer: '<=',
  lower: '<=',
  below: '<=',
};

function comparatorAt(
  tokens: readonly Token[],
  at: number,
): { comparison: Comparison; width: number } | undefined {
  const found = OPENERS.find(({ words }) => words.every((word, index) => tokens[at + index]?.lower === word));
  return found && { comparison: found.comparison, width: found.words.length };
}

/** The words of a phrase that name something. */
function named(tokens: readonly Token[]): readonly Token[] {
  return tokens.filter(
    ({ type, lower }) =>
      type === 'word' &&
      !DETERMINERS.has(lower) &&
      !PRONOUNS.has(lower) &&
      !LINKING.test(lower) &&
      !PREPOSITIONS.has(lower),
  );
}

function quantityOf(before: readonly Token[], counted: readonly Token[], unit: string | undefined): string {
  const noun = counted[0]?.lower ?? '';
  if (LENGTH.test(noun)) return noun.replace(/s?$/, 's');
  const of = before.findIndex(({ lower }) => /^(?:of|in|for|on)$/.test(lower));
  const words = named(of === -1 ? before : before.slice(0, of));
  const last = words.at(-1);
  if (counted.length > 0 && !isUnit(noun)) {
    const things = joinTokens(counted).toLowerCase();
    return `number of ${things}`;
  }
  if (unit !== undefined && MONEY.test(unit))
    return last && AMOUNTS.test(last.lower) ? joinTokens(words.slice(-2)).toLowerCase() : 'amount';
  if (TIME.test(noun) && words.length === 0) return 'age';
  if (isUnit(noun) && (words.length === 0 || before.some(({ lower }) => /^(?:it|they)$/.test(lower))))
    return /^stars?|points?/.test(noun) ? 'rating' : 'number';
  const change = words.find(({ lower }) => CHANGES.test(lower));
  const changed = words.filter((word) => word !== change);
  if (change && changed.length > 0)
    return `${/^(?:ro|inc|gr|went)/.test(change.lower) ? 'rise' : 'drop'} in ${joinTokens(changed.slice(-3)).toLowerCase()}`;
  return words.length === 0 ? 'number' : joinTokens(words.slice(-3)).toLowerCase();
}

function isUnit(word: string): boolean {
  return /^(?:stars?|points?|percent|%|days?|hours?|minutes?|years?|weeks?|months?|degrees?|kg|km|miles?|euros?|dollars?|out|old|or|and|in|long)$/.test(
    word,
  );
}

/** Reads a condition as a comparison with a number; absent where it compares nothing, or with something else. */
export function readMeasure(tokens: readonly Token[]): MeasureReading | undefined {
  for (let at = 0; at < tokens.length; at += 1) {
    const comparator = comparatorAt(tokens, at);
    if (!comparator) continue;
    const number = numberAt(tokens, at + comparator.width);
    if (!number) continue;
    const after = at + comparator.width + number.width;
    if (tokens[at]?.lower === 'from' && !/^(?:upwards?|onwards?|up|on)$/.test(tokens[after]?.lower ?? ''))
      continue;
    const postfix = tokens[after]?.lower === 'or' ? BACKWARDS[tokens[after + 1]?.lower ?? ''] : undefined;
    const isPlainEquality =
      comparator.comparison === '==' && /^(?:is|are|has)$/.test(tokens[at]?.lower ?? '');
    // "It is one of them", "she has two children": no comparison.
    if (
      isPlainEquality &&
      postfix === undefined &&
      (tokens[at + 1]?.lower === 'one' || tokens[after]?.lower === 'of')
    )
      continue;
    const before = tokens.slice(0, at);
    const rest = tokens.slice(postfix === undefined ? after : after + 2);
    const end = rest.findIndex(
      ({ type, lower }) =>
        type !== 'word' ||
        PREPOSITIONS.has(lower) ||
        /^(?:and|or|long|old|is|are|was|were|has|have|left|remain|remaining|available)$/.test(lower),
    );
    const counted = (end === -1 ? rest : rest.slice(0, end)).slice(0, 3);
    const noun = counted[0]?.lower ?? '';
    const unit = number.unit ?? (isUnit(noun) && noun !== 'or' ? singular(noun) : undefined);
    const quantity = quantityOf(before, number.unit === undefined ? counted : [], number.unit);
    const of = before.findIndex(({ lower }) => /^(?:of|in|for|on)$/.test(lower));
    return {
      quantity,
      comparison: postfix ?? comparator.comparison,
      value: number.value,
      subject: of === -1 ? before : before.slice(of + 1),
      ...(unit !== undefined && { unit }),
    };
  }
  return undefined;
}
