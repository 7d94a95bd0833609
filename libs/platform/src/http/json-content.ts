import type { ErrorItem } from '@aiwf/contracts';
import { pointerTo } from './json-pointer';

const FORBIDDEN_KEYS = new Set(['__proto__', 'constructor', 'prototype']);
const LONE_SURROGATE = /\p{Cs}/u;

/**
 * Finds the first thing in a parsed body that must go no further: a key that reaches an object's prototype, a NUL or an
 * unpaired surrogate in a string or key (no database stores them), a number that is not finite once read.
 *
 * @param value of a depth that was bounded before: it is walked recursively
 */
export function findForbiddenContent(value: unknown): ErrorItem | undefined {
  if (typeof value === 'string') return findForbiddenText(value, 'the string');
  if (typeof value === 'number' && !Number.isFinite(value)) {
    return { path: '', message: 'the number is too large', hint: 'Send a number below 1.8e308, or a string' };
  }
  if (Array.isArray(value)) return findInList(value);
  if (typeof value === 'object' && value !== null) return findInObject(value as Record<string, unknown>);
  return undefined;
}

function findInList(list: unknown[]): ErrorItem | undefined {
  for (let index = 0; index < list.length; index++) {
    const found = findForbiddenContent(list[index]);
    if (found) return below(String(index), found);
  }
  return undefined;
}

function findInObject(object: Record<string, unknown>): ErrorItem | undefined {
  for (const key of Object.keys(object)) {
    const found = findForbiddenKey(key) ?? findForbiddenContent(object[key]);
    if (found) return below(key, found);
  }
  return undefined;
}

/** Paths are made on the way back from a find: made on the way down, they would cost more than all the checks. */
function below(key: string, item: ErrorItem): ErrorItem {
  const { message, hint } = item;
  return { path: `${pointerTo(key)}${item.path}`, message, hint };
}

function findForbiddenKey(key: string): ErrorItem | undefined {
  if (FORBIDDEN_KEYS.has(key)) {
    return { path: '', message: `the key "${key}" is not allowed`, hint: 'Rename or remove the key' };
  }
  return findForbiddenText(key, 'the key');
}

function findForbiddenText(text: string, what: string): ErrorItem | undefined {
  if (text.includes('\0')) {
    return { path: '', message: `${what} holds a NUL character`, hint: 'Remove the \\u0000' };
  }
  if (LONE_SURROGATE.test(text)) {
    const hint = 'Send whole characters: \\ud83d\\ude00, not \\ud83d';
    return { path: '', message: `${what} holds an unpaired surrogate`, hint };
  }
  return undefined;
}
