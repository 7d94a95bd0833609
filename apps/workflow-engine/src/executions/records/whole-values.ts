import type { Json, JsonObject } from '@aiwf/definition';

/** Reads a stored value. */
export type Load = (reference: { blob: string; size: number }) => Promise<Json>;

/** Stores a value. */
export type Put = (value: Json) => Promise<{ blob: string; size: number }>;

const BLOB_ID = /^[0-9a-f]{64}$/;

/** Characters of JSON up to which a value stands where it is used. */
const MAX_INLINE_CHARACTERS = 32 * 1024;

/** A copy in which every reference to the blob store is its value, as `{ json }`. */
export async function withWholeValues(value: Json, load: Load): Promise<Json> {
  if (typeof value !== 'object' || value === null) return value;
  if (isReference(value)) return { json: await load(value) };
  return mapped(value, (part) => withWholeValues(part, load));
}

/** The way back from {@link withWholeValues}: large values are stored, and references stand in their place. */
export async function withReferences(value: Json, put: Put): Promise<Json> {
  if (typeof value !== 'object' || value === null) return value;
  if (isInline(value)) {
    const large = JSON.stringify(value.json).length > MAX_INLINE_CHARACTERS;
    return large ? { ...(await put(value.json)) } : value;
  }
  return mapped(value, (part) => withReferences(part, put));
}

function isReference(value: object): value is { blob: string; size: number } {
  if (!('blob' in value && 'size' in value) || Object.keys(value).length !== 2) return false;
  return typeof value.blob === 'string' && BLOB_ID.test(value.blob) && typeof value.size === 'number';
}

function isInline(value: object): value is { json: Json } {
  return 'json' in value && Object.keys(value).length === 1;
}

async function mapped(value: Json[] | JsonObject, map: (part: Json) => Promise<Json>): Promise<Json> {
  if (Array.isArray(value)) {
    const items: Json[] = [];
    for (const item of value) items.push(await map(item));
    return items;
  }
  const fields: JsonObject = {};
  for (const [name, part] of Object.entries(value)) fields[name] = await map(part);
  return fields;
}
