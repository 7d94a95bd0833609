import { DEFINITION_CAPS } from '../caps';

/** What {@link measureJson} found. */
export interface JsonMeasure {
  /** Characters of all strings and keys, and 8 for each value. */
  size: number;
  tooDeep: boolean;
}

/**
 * Weighs a JSON value as it would be written out: a part that is referenced twice counts twice. Stops once past
 * `maxSize`, so the work is bounded by it. Without recursion.
 */
export function measureJson(value: unknown, maxSize: number): JsonMeasure {
  let size = 0;
  const stack: { value: unknown; depth: number }[] = [{ value, depth: 0 }];
  for (let item = stack.pop(); item !== undefined; item = stack.pop()) {
    size += 8;
    if (typeof item.value === 'string') size += item.value.length;
    if (size > maxSize) break;
    if (typeof item.value !== 'object' || item.value === null) continue;
    const depth = item.depth + 1;
    if (depth > DEFINITION_CAPS.maxJsonDepth) return { size, tooDeep: true };
    if (Array.isArray(item.value)) {
      if (size + item.value.length * 8 > maxSize) return { size: maxSize + 1, tooDeep: false };
      for (const child of item.value) stack.push({ value: child, depth });
    } else {
      for (const [key, child] of Object.entries(item.value)) {
        size += key.length;
        stack.push({ value: child, depth });
      }
    }
  }
  return { size, tooDeep: false };
}
