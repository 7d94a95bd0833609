import type { ShownValue } from '@aiwf/contracts';
import type { Json } from '@aiwf/definition';
import { digestOf } from '@aiwf/persistence';

/** Characters of JSON up to which a value is shown whole. */
const MAX_SHOWN = 2_048;

const PREVIEW_CHARACTERS = 500;

/** A value as a comparison shows it: whole when it is small, else its digest, its size and how it begins. */
export function shownValue(value: Json): ShownValue {
  const text = JSON.stringify(value);
  const whole = text.length <= MAX_SHOWN;
  return {
    characters: text.length,
    digest: digestOf(value),
    value: whole ? value : null,
    preview: whole ? null : text.slice(0, PREVIEW_CHARACTERS),
  };
}
