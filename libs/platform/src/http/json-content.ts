import type { ErrorItem } from '@aiwf/contracts';

const FORBIDDEN_KEYS = new Set(['__proto__', 'constructor', 'prototype']);
const LONE_SURROGATE = /\p{Cs}/u;

/**
 * Finds the first thing in a parsed body that must go no further: a key that reaches an object's prototype, a NUL or an
 * unpaired surrogate in a string or key (no database stores them), a number that is not finite once read.
 *
 * @param value of a depth that was bounded before: it is walked recursively
 */
export function findForbiddenContent(value: unknown, path = ''): ErrorItem | undefined {
  if (typeof value === 'string') return findForbiddenText(value, path, 'the string');
  if (typeof value === 'number' && !Number.isFinite(value)) {
    return { path, message: 'the number is too large', hint: 'Send a number below 1.8e308, or a string' };
  }
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [key, child] of Object.entries(value)) {
    const childPath = `${path}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;
    const found = findForbiddenKey(key, childPath) ?? findForbiddenContent(child, childPath);
    if (found) return found;
  }
  return undefined;
}

function findForbiddenKey(key: string, path: string): ErrorItem | undefined {
  if (FORBIDDEN_KEYS.has(key)) {
    return { path, message: `the key "${key}" is not allowed`, hint: 'Rename or remove the key' };
  }
  return findForbiddenText(key, path, 'the key');
}

function findForbiddenText(text: string, path: string, what: string): ErrorItem | undefined {
  if (text.includes('\0')) {
    return { path, message: `${what} holds a NUL character`, hint: 'Remove the \\u0000' };
  }
  if (LONE_SURROGATE.test(text)) {
    return {
      path,
      message: `${what} holds an unpaired surrogate`,
      hint: 'Send whole characters: \\ud83d\\ude00, not \\ud83d',
    };
  }
  return undefined;
}
