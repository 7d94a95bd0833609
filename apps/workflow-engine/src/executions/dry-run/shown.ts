import type { Json } from '@aiwf/definition';
import type { Values } from '../../blobs';
import type { Stored } from '../../workflows';

/** Ends what is not shown whole. */
const CUT = '…';

/** A value, or how its JSON, or it itself where it is a text, begins where that has more than so many characters. */
export function shownJson(value: Json, most: number): Json {
  if (typeof value === 'string') return shownText(value, most);
  const text = JSON.stringify(value);
  return text.length <= most ? value : shownText(text, most);
}

/** A text, or how it begins. */
export function shownText(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most).toWellFormed()}${CUT}`;
}

/** A stored value as {@link shownJson}; one that is much longer is not even read. */
export async function shownStored(
  executionId: string,
  value: Stored,
  most: number,
  values: Values,
): Promise<Json> {
  if ('blob' in value && value.size > 64 * most) return sizeOf(value.size);
  return shownJson(await values.load(executionId, value), most);
}

/** In place of a value that is too large to be looked at. */
function sizeOf(characters: number): string {
  return `[${characters.toLocaleString('en')} characters]`;
}

/** An output as the log keeps how it begins. */
export function shownPreview({ preview, size }: { preview?: Json; size?: Json }): Json {
  if (typeof preview !== 'string') return typeof size === 'number' ? sizeOf(size) : null;
  try {
    return JSON.parse(preview) as Json;
  } catch {
    return `${preview}${CUT}`;
  }
}
