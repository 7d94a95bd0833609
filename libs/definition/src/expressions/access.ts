import { ownValue } from '../json/guards';
import { suggestion } from '../json/suggest';
import type { Budget } from './budget';
import { ExpressionError } from './expression.error';
import { isMap, typeName, type Value } from './values';

/** What `__proto__` would reach is never data, even where a sender made an own property of that name. */
export const PROTOTYPE_KEY = '__proto__';

/**
 * Reads `value.key`, own properties only.
 *
 * @param what - How an error names the value.
 * @param budget - Charged for looking through the keys when one is missed, since `exists` may go on after that.
 */
export function readField(value: Value, key: string, what: string, budget: Budget): Value {
  if (value === null) {
    throw new ExpressionError(
      'null_value',
      `Cannot read "${key}" of ${what}, which is null. A skipped node's output is null; test it first, as in has(…).`,
    );
  }
  if (!isMap(value)) {
    throw new ExpressionError(
      'type_mismatch',
      `Cannot read "${key}" of ${what}, which is ${typeName(value)}.`,
    );
  }
  const found = key === PROTOTYPE_KEY ? undefined : ownValue(value, key);
  if (found !== undefined) return found;
  const keys = Object.keys(value);
  budget.spend(keys.length);
  throw new ExpressionError('missing_key', `${what} has no "${key}". ${suggestion(key, keys)}`);
}

/** Reads `value[index]`: an element of a list or a field of a map. */
export function readIndex(value: Value, index: Value, what: string, budget: Budget): Value {
  if (!Array.isArray(value)) {
    if (typeof index === 'string') return readField(value, index, what, budget);
    const reason = value === null ? 'which is null' : `which is ${typeName(value)}`;
    throw new ExpressionError('type_mismatch', `Cannot read [${typeName(index)}] of ${what}, ${reason}.`);
  }
  const position = typeof index === 'bigint' ? Number(index) : index;
  if (typeof position !== 'number' || !Number.isInteger(position)) {
    throw new ExpressionError('type_mismatch', `A list is read by a whole number, not ${typeName(index)}.`);
  }
  const found = position >= 0 ? value[position] : undefined;
  if (found !== undefined) return found;
  throw new ExpressionError('missing_key', `${what} has ${value.length} elements, so none at [${position}].`);
}

/** What `has(value.key)` tells: whether the field is there, be it null; false, never an error, on what has no fields. */
export function hasField(value: Value | undefined, key: string): boolean {
  return value !== undefined && isMap(value) && key !== PROTOTYPE_KEY && Object.hasOwn(value, key);
}
