import { DEFINITION_CAPS } from '../caps';
import type { Json } from '../types';
import type { Budget } from './budget';
import { ExpressionError } from './expression.error';
import type { Value } from './values';

/**
 * Turns what an expression yields into JSON: ints become numbers.
 *
 * @throws ExpressionError `overflow` for an int beyond 2^53 - 1, `too_deep` or `result_too_large` for what could not
 * be written out.
 */
export function toJson(value: Value, budget: Budget): Json {
  if (typeof value === 'object') budget.checkResult(value);
  return convert(value, DEFINITION_CAPS.maxJsonDepth);
}

/** Recursion is bounded: the depth was measured before. */
function convert(value: Value, depthLeft: number): Json {
  if (typeof value === 'bigint') return toNumber(value);
  if (typeof value !== 'object' || value === null) return value;
  if (depthLeft < 0) throw new ExpressionError('too_deep', 'The result nests too deep.');
  if (Array.isArray(value)) return value.map((item) => convert(item, depthLeft - 1));
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, convert(item, depthLeft - 1)]));
}

function toNumber(value: bigint): number {
  const number = Number(value);
  if (Number.isSafeInteger(number)) return number;
  throw new ExpressionError(
    'overflow',
    `The integer ${value} lies beyond 2^53 - 1, which JSON numbers can't carry exactly.`,
  );
}
