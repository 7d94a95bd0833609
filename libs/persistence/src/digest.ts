import { hash } from 'node:crypto';

/** What JSON can say. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** SHA-256, in hex, of a value's JSON with sorted keys, so that a round trip through `jsonb` doesn't change it. */
export function digestOf(value: Json): string {
  return hash('sha256', canonical(value));
}

function canonical(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    const entries = Object.keys(value)
      .sort()
      .map((key) => `${JSON.stringify(key)}:${canonical(value[key] ?? null)}`);
    return `{${entries.join(',')}}`;
  }
  return JSON.stringify(value);
}
