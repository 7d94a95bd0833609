import { isJsonObject, ownValue } from '../json/guards';
import type { Json, JsonObject } from '../types';

/**
 * What a local reference (`#`, `#/$defs/name`, any JSON pointer) names in a schema; `undefined`: nothing there, or not
 * a schema.
 */
export function resolveReference(root: JsonObject, reference: string): JsonObject | boolean | undefined {
  if (!/^#(\/|$)/.test(reference)) return undefined;
  let at: Json | undefined = root;
  for (const step of reference.split('/').slice(1)) {
    const key = decode(step);
    if (Array.isArray(at)) at = /^\d{1,9}$/.test(key) ? at[Number(key)] : undefined;
    else at = isJsonObject(at) ? ownValue(at, key) : undefined;
  }
  return isJsonObject(at) || typeof at === 'boolean' ? at : undefined;
}

function decode(step: string): string {
  let text = step;
  try {
    text = decodeURIComponent(step);
  } catch {
    // A stray percent sign stands for itself.
  }
  return text.replaceAll('~1', '/').replaceAll('~0', '~');
}
