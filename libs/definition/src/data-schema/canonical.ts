import { isJsonObject } from '../json/guards';
import type { Json } from '../types';
import type { Work } from './work';

/** A text that two JSON values share exactly if they are equal, whatever the order of their keys. */
export function canonical(value: Json, work: Work): string {
  return JSON.stringify(ordered(value, work));
}

/** Each object becomes one with a single field, the list of its entries in order, so that nothing else looks like it. */
function ordered(value: Json, work: Work): Json {
  work.spend(1);
  if (typeof value === 'string') work.spendText(value.length);
  if (Array.isArray(value)) return value.map((item) => ordered(item, work));
  if (!isJsonObject(value)) return value;
  const keys = Object.keys(value).toSorted();
  return { entries: keys.map((key) => [key, ordered(value[key] ?? null, work)]) };
}
