import { pointerTo, type Json } from '@aiwf/definition';

/** Characters of a value that are shown. */
const MAX_SHOWN = 120;

/** What a text is shown with before the place at which it differs. */
const BEFORE = 30;

/** The first place at which two values differ. */
export interface JsonDifference {
  /** JSON Pointer (RFC 6901); empty: the values themselves. */
  pointer: string;
  /** Undefined: there is nothing. */
  recorded: Json | undefined;
  now: Json | undefined;
}

/** Compares in the order of the recorded value; undefined: they are equal. The order of an object's fields is no part of it. */
export function jsonDifference(
  recorded: Json | undefined,
  now: Json | undefined,
  pointer = '',
): JsonDifference | undefined {
  if (!isContainer(recorded) || !isContainer(now) || Array.isArray(recorded) !== Array.isArray(now)) {
    return recorded === now ? undefined : { pointer, recorded, now };
  }
  const [left, right] = [fieldsOf(recorded), fieldsOf(now)];
  for (const name of new Set([...left.keys(), ...right.keys()])) {
    const found = jsonDifference(left.get(name), right.get(name), pointerTo(pointer, name));
    if (found) return found;
  }
  return undefined;
}

/** Both values in short; of two long texts the part around the first place at which they differ. */
export function shownValues({ recorded, now }: JsonDifference): { recorded: string; now: string } {
  if (typeof recorded !== 'string' || typeof now !== 'string') {
    return { recorded: shown(recorded), now: shown(now) };
  }
  let at = 0;
  while (at < recorded.length && recorded[at] === now[at]) at += 1;
  const from = Math.max(at - BEFORE, 0);
  return { recorded: shown(partOf(recorded, from)), now: shown(partOf(now, from)) };
}

function partOf(text: string, from: number): string {
  return from < BEFORE ? text : `…${text.slice(from)}`;
}

function shown(value: Json | undefined): string {
  if (value === undefined) return 'nothing';
  const text = JSON.stringify(value);
  return text.length <= MAX_SHOWN ? text : `${text.slice(0, MAX_SHOWN)}…`;
}

function isContainer(value: Json | undefined): value is Json & object {
  return typeof value === 'object' && value !== null;
}

function fieldsOf(value: object): Map<string, Json> {
  return new Map(Object.entries(value));
}
