import { DEFINITION_CAPS } from '../caps';
import { codePointLength } from '../json/text';
import type { Budget } from './budget';
import { ExpressionError } from './expression.error';
import { checkedDouble, checkedInt, isMap, typeName, type Value } from './values';

type Callable = (budget: Budget, ...args: Value[]) => Value;

/** A function of the language and how many arguments it takes; a method's receiver is not counted. */
interface FunctionEntry {
  arity: readonly number[];
  call: Callable;
}

/** Functions called as `name(…)`. */
export const FUNCTIONS: { readonly [name: string]: FunctionEntry } = {
  size: { arity: [1], call: (budget, value) => size(budget, value ?? null) },
  string: { arity: [1], call: (_, value) => toText(value ?? null) },
  int: { arity: [1], call: (_, value) => toInt(value ?? null) },
  double: { arity: [1], call: (_, value) => toDouble(value ?? null) },
  bool: { arity: [1], call: (_, value) => toBool(value ?? null) },
  dyn: { arity: [1], call: (_, value) => value ?? null },
};

/** Functions called as `receiver.name(…)`. */
export const METHODS: { readonly [name: string]: FunctionEntry } = {
  size: { arity: [0], call: (budget, value) => size(budget, value ?? null) },
  startsWith: { arity: [1], call: textTest('startsWith', (text, part) => text.startsWith(part)) },
  endsWith: { arity: [1], call: textTest('endsWith', (text, part) => text.endsWith(part)) },
  contains: { arity: [1], call: textTest('contains', (text, part) => text.includes(part)) },
  lowerAscii: {
    arity: [0],
    call: textMap('lowerAscii', (text) => text.replace(/[A-Z]+/g, (s) => s.toLowerCase())),
  },
  upperAscii: {
    arity: [0],
    call: textMap('upperAscii', (text) => text.replace(/[a-z]+/g, (s) => s.toUpperCase())),
  },
  trim: { arity: [0], call: textMap('trim', (text) => text.trim()) },
  indexOf: {
    arity: [1, 2],
    call: search('indexOf', (text, part, from) => text.indexOf(part, from ?? 0)),
  },
  lastIndexOf: {
    arity: [1, 2],
    call: search('lastIndexOf', (text, part, from) => text.lastIndexOf(part, from ?? text.length)),
  },
  substring: { arity: [1, 2], call: substring },
  split: { arity: [1, 2], call: split },
  join: { arity: [0, 1], call: join },
};

function size(budget: Budget, value: Value): bigint {
  if (typeof value === 'string') {
    budget.spendText(value.length);
    return BigInt(codePointLength(value));
  }
  if (Array.isArray(value)) return BigInt(value.length);
  if (!isMap(value))
    throw new ExpressionError('type_mismatch', `size() takes text, a list or a map, not ${typeName(value)}.`);
  const count = Object.keys(value).length;
  budget.spend(count);
  return BigInt(count);
}

function toText(value: Value): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean')
    return String(value);
  throw new ExpressionError(
    'type_mismatch',
    `string() takes text, a number or a bool, not ${typeName(value)}.`,
  );
}

function toInt(value: Value): bigint {
  if (typeof value === 'bigint') return value;
  if (typeof value === 'number') return checkedInt(BigInt(Math.trunc(value)));
  if (typeof value === 'string' && /^[+-]?[0-9]{1,20}$/.test(value))
    return checkedInt(BigInt(value.replace('+', '')));
  throw new ExpressionError(
    'invalid_argument',
    `int() cannot read this ${typeName(value)} as a whole number.`,
  );
}

function toDouble(value: Value): number {
  if (typeof value === 'number' || typeof value === 'bigint') return Number(value);
  if (
    typeof value === 'string' &&
    value.length <= 64 &&
    /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(value)
  ) {
    return checkedDouble(Number(value));
  }
  throw new ExpressionError('invalid_argument', `double() cannot read this ${typeName(value)} as a number.`);
}

function toBool(value: Value): boolean {
  if (typeof value === 'boolean') return value;
  if (typeof value === 'string') {
    if (['1', 't', 'true', 'TRUE', 'True'].includes(value)) return true;
    if (['0', 'f', 'false', 'FALSE', 'False'].includes(value)) return false;
  }
  throw new ExpressionError(
    'invalid_argument',
    `bool() cannot read this ${typeName(value)} as true or false.`,
  );
}

function textTest(name: string, test: (text: string, part: string) => boolean): Callable {
  return (budget, receiver, argument) => {
    const text = textOf(name, receiver);
    const part = textOf(name, argument);
    chargeSearch(budget, text, part);
    return test(text, part);
  };
}

function textMap(name: string, map: (text: string) => string): Callable {
  return (budget, receiver) => {
    const text = textOf(name, receiver);
    budget.spendText(text.length);
    return map(text);
  };
}

function search(name: string, find: (text: string, part: string, from?: number) => number): Callable {
  return (budget, receiver, argument, from) => {
    const text = textOf(name, receiver);
    const part = textOf(name, argument);
    chargeSearch(budget, text, part);
    return BigInt(find(text, part, from === undefined ? undefined : offsetIn(name, text, from)));
  };
}

function substring(budget: Budget, receiver?: Value, start?: Value, end?: Value): Value {
  const text = textOf('substring', receiver);
  const from = offsetIn('substring', text, start);
  const to = end === undefined ? text.length : offsetIn('substring', text, end);
  if (to < from) throw new ExpressionError('invalid_argument', 'substring() ends before it starts.');
  budget.spendText(to - from);
  return text.slice(from, to);
}

function split(budget: Budget, receiver?: Value, separator?: Value, limit?: Value): Value {
  const text = textOf('split', receiver);
  const by = textOf('split', separator);
  chargeSearch(budget, text, by);
  if (by === '') budget.spend(text.length);
  // One part more than the budget has steps is enough to be refused, however long the text is.
  const parts = text.split(by, DEFINITION_CAPS.maxExpressionVisits + 1);
  budget.spend(parts.length);
  const most = limit === undefined ? -1 : wholeNumber('split', limit);
  if (most === 0) return [];
  if (most < 0 || parts.length <= most) return parts;
  return [...parts.slice(0, most - 1), parts.slice(most - 1).join(by)];
}

function join(budget: Budget, receiver?: Value, separator?: Value): Value {
  if (!Array.isArray(receiver)) throw wrongReceiver('join', receiver, 'a list of text');
  const by = separator === undefined ? '' : textOf('join', separator);
  budget.spend(receiver.length);
  const parts = receiver.map((item) => textOf('join', item));
  budget.checkText(parts.reduce((sum, part) => sum + part.length, by.length * parts.length));
  return parts.join(by);
}

/** Finding `part` in `text` looks, at worst, at every character once for each of a long part's. */
function chargeSearch(budget: Budget, text: string, part: string): void {
  budget.spend(Math.ceil((text.length * Math.max(1, Math.min(part.length, text.length) / 64)) / 64));
}

function textOf(name: string, value: Value | undefined): string {
  if (typeof value === 'string') return value;
  throw wrongReceiver(name, value, 'text');
}

function offsetIn(name: string, text: string, value: Value | undefined): number {
  const offset = wholeNumber(name, value);
  if (offset < 0 || offset > text.length) {
    throw new ExpressionError('invalid_argument', `${name}(): the position lies outside the text.`);
  }
  return offset;
}

function wholeNumber(name: string, value: Value | undefined): number {
  const number = typeof value === 'bigint' ? Number(value) : value;
  if (typeof number === 'number' && Number.isSafeInteger(number)) return number;
  throw wrongReceiver(name, value, 'a whole number');
}

function wrongReceiver(name: string, value: Value | undefined, needed: string): ExpressionError {
  return new ExpressionError('type_mismatch', `${name}() needs ${needed}, not ${typeName(value ?? null)}.`);
}
