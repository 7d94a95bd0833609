import type { DataType } from './data-type';

/** What a function takes, its receiver first where it has one, and what it gives. */
export interface Signature {
  takes: readonly (readonly DataType[])[];
  gives: DataType;
}

const TEXT: readonly DataType[] = ['text'];
const NUMBER: readonly DataType[] = ['number'];
const SIZED: readonly DataType[] = ['text', 'list', 'map'];

/** Functions called as `name(…)`. */
export const FUNCTION_SIGNATURES: { readonly [name: string]: Signature } = {
  size: { takes: [SIZED], gives: 'number' },
  string: { takes: [['text', 'number', 'bool']], gives: 'text' },
  int: { takes: [['text', 'number']], gives: 'number' },
  double: { takes: [['text', 'number']], gives: 'number' },
  bool: { takes: [['text', 'bool']], gives: 'bool' },
  dyn: { takes: [['any']], gives: 'any' },
};

/** Functions called as `receiver.name(…)`. */
export const METHOD_SIGNATURES: { readonly [name: string]: Signature } = {
  size: { takes: [SIZED], gives: 'number' },
  startsWith: { takes: [TEXT, TEXT], gives: 'bool' },
  endsWith: { takes: [TEXT, TEXT], gives: 'bool' },
  contains: { takes: [TEXT, TEXT], gives: 'bool' },
  lowerAscii: { takes: [TEXT], gives: 'text' },
  upperAscii: { takes: [TEXT], gives: 'text' },
  trim: { takes: [TEXT], gives: 'text' },
  indexOf: { takes: [TEXT, TEXT, NUMBER], gives: 'number' },
  lastIndexOf: { takes: [TEXT, TEXT, NUMBER], gives: 'number' },
  substring: { takes: [TEXT, NUMBER, NUMBER], gives: 'text' },
  split: { takes: [TEXT, TEXT, NUMBER], gives: 'list' },
  join: { takes: [['list'], TEXT], gives: 'text' },
};
