import { DEFINITION_CAPS } from '../caps';
import { pointerTo } from '../json/pointer';
import type { ProblemList } from './problem';

/** Keys that reach an object's prototype in JavaScript. */
const FORBIDDEN_KEYS: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

interface Open {
  value: unknown;
  path: string;
  depth: number;
}

/**
 * Makes sure that a value is JSON of bounded depth without keys that reach a prototype, so that all later passes may
 * recurse and read fields freely. Does not recurse itself.
 */
export function checkJson(root: unknown, problems: ProblemList): boolean {
  const stack: Open[] = [{ value: root, path: '', depth: 0 }];
  let fits = true;
  for (let open = stack.pop(); open !== undefined && !problems.full; open = stack.pop()) {
    const { value, path } = open;
    if (typeof value === 'string' && !checkText(value, path, problems)) fits = false;
    if (isScalar(value)) continue;
    if (typeof value !== 'object' || value === null || !isPlain(value)) {
      problems.add(
        'not_json',
        path,
        'This value is not JSON.',
        'Use null, true, false, a number, text, a list or an object.',
      );
      fits = false;
      continue;
    }
    const depth = open.depth + 1;
    if (depth > DEFINITION_CAPS.maxJsonDepth) {
      problems.add(
        'too_deep',
        '',
        'The document nests too deep.',
        `Nest at most ${DEFINITION_CAPS.maxJsonDepth} levels.`,
      );
      return false;
    }
    if (Array.isArray(value)) {
      for (let i = value.length - 1; i >= 0; i -= 1)
        stack.push({ value: value[i], path: pointerTo(path, i), depth });
      continue;
    }
    for (const [key, child] of Object.entries(value).toReversed()) {
      if (!checkText(key, path, problems)) fits = false;
      if (FORBIDDEN_KEYS.has(key)) {
        problems.add(
          'forbidden_key',
          pointerTo(path, key),
          `"${key}" is not allowed as a key.`,
          'Rename it.',
        );
        fits = false;
      }
      stack.push({ value: child, path: pointerTo(path, key), depth });
    }
  }
  return fits;
}

/** Databases and other languages refuse text with NUL or half a surrogate pair, and would do so much later. */
function checkText(text: string, path: string, problems: ProblemList): boolean {
  if (!text.includes('\0') && !/[\ud800-\udfff]/u.test(text)) return true;
  problems.add('bad_text', path, 'This text holds a NUL or half a surrogate pair.', 'Remove that character.');
  return false;
}

function isScalar(value: unknown): boolean {
  if (typeof value === 'number') return Number.isFinite(value);
  return value === null || typeof value === 'string' || typeof value === 'boolean';
}

/** Plain by its tag, not by its prototype: values of another realm, such as a sandbox's, are plain too. */
function isPlain(value: object): boolean {
  return Array.isArray(value) || Object.prototype.toString.call(value) === '[object Object]';
}
