import { codePointLength } from '../json/text';
import type { JsonObject } from '../types';
import { hasFormat } from './formats';
import type { Patterns } from './patterns';

/** Takes what is wrong with the value at hand. */
export type Report = (message: string) => void;

/** Length, pattern and format of a text. */
export function checkText(schema: JsonObject, text: string, patterns: Patterns, report: Report): void {
  const { pattern, format } = schema;
  if (schema.minLength !== undefined || schema.maxLength !== undefined) {
    checkSizes(schema, codePointLength(text), 'minLength', 'maxLength', 'characters', report);
  }
  if (typeof pattern === 'string') {
    const found = patterns.test(pattern, text);
    if (typeof found === 'object') report(badPattern(found.fault));
    else if (!found) report(`This must match the pattern ${pattern}.`);
  }
  if (typeof format === 'string' && !hasFormat(text, format)) report(`This has not the format ${format}.`);
}

/** What is said of a pattern that can't be used. */
export function badPattern(fault: string): string {
  return `The schema has a pattern that can't be used: ${fault}.`;
}

/** How many characters, entries or fields there are. */
export function checkSizes(
  schema: JsonObject,
  size: number,
  min: string,
  max: string,
  what: string,
  report: Report,
): void {
  const least = schema[min];
  const most = schema[max];
  if (typeof least === 'number' && size < least) report(`This has ${size} ${what}, fewer than ${least}.`);
  if (typeof most === 'number' && size > most) report(`This has ${size} ${what}, more than ${most}.`);
}

/** The range of a number, and what it is a multiple of. */
export function checkNumber(schema: JsonObject, value: number, report: Report): void {
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf } = schema;
  if (typeof minimum === 'number' && value < minimum) report(`This must be at least ${minimum}.`);
  if (typeof maximum === 'number' && value > maximum) report(`This must be at most ${maximum}.`);
  if (typeof exclusiveMinimum === 'number' && value <= exclusiveMinimum)
    report(`This must be more than ${exclusiveMinimum}.`);
  if (typeof exclusiveMaximum === 'number' && value >= exclusiveMaximum)
    report(`This must be less than ${exclusiveMaximum}.`);
  if (typeof multipleOf === 'number' && !isMultiple(value, multipleOf))
    report(`This must be a multiple of ${multipleOf}.`);
}

/** Of decimals, too: 0.3 is a multiple of 0.1, although no binary fraction says so. */
function isMultiple(value: number, of: number): boolean {
  const quotient = value / of;
  return Math.abs(quotient - Math.round(quotient)) <= Number.EPSILON * Math.max(1, Math.abs(quotient)) * 4;
}
