import type { BinaryOperator } from '@marcbachmann/cel-js';
import { DEFINITION_CAPS } from '../caps';
import { ownValue } from '../json/guards';
import type { Budget } from './budget';
import { ExpressionError } from './expression.error';
import { checkedDouble, checkedInt, isMap, typeName, type Value } from './values';

/** Applies a binary operator of CEL but `&&` and `||`, which decide whether their operands are evaluated at all. */
export function applyBinary(op: BinaryOperator, left: Value, right: Value, budget: Budget): Value {
  switch (op) {
    case '==':
      return areEqual(left, right, budget);
    case '!=':
      return !areEqual(left, right, budget);
    case 'in':
      return isMember(left, right, budget);
    case '<':
    case '<=':
    case '>':
    case '>=':
      return compare(op, left, right, budget);
    case '+':
      return add(left, right, budget);
    case '-':
    case '*':
    case '/':
    case '%':
      return arithmetic(op, left, right);
    default:
      return op satisfies never;
  }
}

/** Unary minus. */
export function negate(value: Value): Value {
  if (typeof value === 'bigint') return checkedInt(-value);
  if (typeof value === 'number') return 0 - value;
  throw new ExpressionError('type_mismatch', `"-" needs a number, not ${typeName(value)}.`);
}

/** CEL equality: values of different types are unequal, numbers compare by value, lists and maps by content. */
function areEqual(left: Value, right: Value, budget: Budget, depth = 0): boolean {
  budget.spend(1);
  if (depth > DEFINITION_CAPS.maxJsonDepth)
    throw new ExpressionError('too_deep', 'The values nest too deep to compare.');
  if (isNumeric(left) && isNumeric(right)) return numbersEqual(left, right);
  if (typeof left === 'string' && typeof right === 'string') {
    if (left.length === right.length) budget.spendText(left.length);
    return left === right;
  }
  if (Array.isArray(left) && Array.isArray(right)) {
    return (
      left.length === right.length &&
      left.every((item, i) => areEqual(item, right[i] ?? null, budget, depth + 1))
    );
  }
  if (isMap(left) && isMap(right)) {
    const other = right;
    const keys = Object.keys(left);
    budget.spend(keys.length);
    if (keys.length !== Object.keys(right).length) return false;
    return keys.every((key) => {
      const theirs = ownValue(other, key);
      return theirs !== undefined && areEqual(left[key] ?? null, theirs, budget, depth + 1);
    });
  }
  return left === right;
}

function isNumeric(value: Value): value is number | bigint {
  return typeof value === 'number' || typeof value === 'bigint';
}

function numbersEqual(left: number | bigint, right: number | bigint): boolean {
  // Of a bigint and a number, `<` and `>` compare the exact values; equal is what is neither.
  return !(left < right) && !(left > right);
}

function isMember(item: Value, container: Value, budget: Budget): boolean {
  if (Array.isArray(container)) return container.some((element) => areEqual(item, element, budget));
  if (isMap(container) && typeof item === 'string') return Object.hasOwn(container, item);
  throw new ExpressionError(
    'type_mismatch',
    `"in" needs a list, or a map and a string key, not ${typeName(container)}.`,
  );
}

function compare(op: '<' | '<=' | '>' | '>=', left: Value, right: Value, budget: Budget): boolean {
  if (typeof left === 'string' && typeof right === 'string')
    budget.spendText(Math.min(left.length, right.length));
  else if (typeof left === 'boolean' && typeof right === 'boolean') budget.spend(0);
  else if (!isNumeric(left) || !isNumeric(right)) throw noOverload(op, left, right);
  switch (op) {
    case '<':
      return left < right;
    case '<=':
      return left <= right;
    case '>':
      return left > right;
    case '>=':
      return left >= right;
    default:
      return op satisfies never;
  }
}

function add(left: Value, right: Value, budget: Budget): Value {
  if (typeof left === 'string' && typeof right === 'string') {
    budget.checkText(left.length + right.length);
    return left + right;
  }
  if (Array.isArray(left) && Array.isArray(right)) {
    budget.spend(left.length + right.length);
    return [...left, ...right];
  }
  return arithmetic('+', left, right);
}

function arithmetic(op: '+' | '-' | '*' | '/' | '%', left: Value, right: Value): Value {
  if (!isNumeric(left) || !isNumeric(right)) throw noOverload(op, left, right);
  if ((op === '/' || op === '%') && Number(right) === 0) {
    throw new ExpressionError('division_by_zero', `The right side of "${op}" is 0.`);
  }
  if (typeof left === 'bigint' && typeof right === 'bigint') return checkedInt(ofInts(op, left, right));
  return checkedDouble(ofDoubles(op, Number(left), Number(right)));
}

function ofInts(op: '+' | '-' | '*' | '/' | '%', left: bigint, right: bigint): bigint {
  switch (op) {
    case '+':
      return left + right;
    case '-':
      return left - right;
    case '*':
      return left * right;
    case '/':
      return left / right;
    case '%':
      return left % right;
    default:
      return op satisfies never;
  }
}

function ofDoubles(op: '+' | '-' | '*' | '/' | '%', left: number, right: number): number {
  switch (op) {
    case '+':
      return left + right;
    case '-':
      return left - right;
    case '*':
      return left * right;
    case '/':
      return left / right;
    case '%':
      return left % right;
    default:
      return op satisfies never;
  }
}

function noOverload(op: string, left: Value, right: Value): ExpressionError {
  const hint =
    op === '+' && (typeof left === 'string' || typeof right === 'string')
      ? ' Turn the other side into text with string(…).'
      : '';
  return new ExpressionError(
    'type_mismatch',
    `"${op}" does not take ${typeName(left)} and ${typeName(right)}.${hint}`,
  );
}
