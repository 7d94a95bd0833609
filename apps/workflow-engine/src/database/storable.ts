import type { Json } from '@aiwf/definition';

/**
 * A copy that PostgreSQL's `jsonb` takes: it has no NUL and no lone surrogates, and models and web pages send both.
 * NUL is dropped, a lone surrogate becomes U+FFFD.
 */
export function storable<T extends Json>(value: T): T {
  return copy(value) as T;
}

function copy(value: Json): Json {
  if (typeof value === 'string') return value.replaceAll('\u0000', '').toWellFormed();
  if (Array.isArray(value)) return value.map(copy);
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [copy(key) as string, copy(item)]));
  }
  return value;
}
