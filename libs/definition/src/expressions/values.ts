import { jsonTypeName } from '../json/guards';
import { ExpressionError } from './expression.error';

/**
 * What an expression computes with. A number literal without a point, `size()` and `int()` give CEL's `int` (a
 * bigint); a number of JSON, whole or not, is CEL's `double` (a number). Where the two meet the int becomes a double,
 * so `inputs.a + 1`, `inputs.price * 2` and `inputs.n > 2` work for every JSON number, while `7 / 2` stays CEL's 3.
 */
export type Value = null | boolean | number | bigint | string | Value[] | ValueMap;

/** A CEL map; keys are strings, as in JSON. */
export interface ValueMap {
  [key: string]: Value;
}

export function isMap(value: Value): value is ValueMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The CEL name of a value's type, for messages. */
export function typeName(value: Value): string {
  if (typeof value === 'bigint') return 'int';
  if (typeof value === 'number') return 'double';
  if (typeof value === 'boolean') return 'bool';
  if (Array.isArray(value)) return 'list';
  return isMap(value) ? 'map' : jsonTypeName(value);
}

const MAX_INT = 9_223_372_036_854_775_807n;
const MIN_INT = -9_223_372_036_854_775_808n;

/** Refuses what CEL's 64-bit `int` cannot hold. */
export function checkedInt(value: bigint): bigint {
  if (value > MAX_INT || value < MIN_INT)
    throw new ExpressionError('overflow', 'The integer leaves the 64-bit range.');
  return value;
}

/** Refuses NaN and the infinities, which JSON cannot carry, and turns -0 into 0, which JSON cannot tell from it. */
export function checkedDouble(value: number): number {
  if (!Number.isFinite(value)) throw new ExpressionError('overflow', 'The number is not finite.');
  return value + 0;
}
