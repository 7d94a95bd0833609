import type { JsonObject } from '../types';
import { checkSchema } from './check-schema';

/** A text of each format that is checked. */
const OF_FORMAT: { readonly [format: string]: string } = {
  date: '2030-01-31',
  'date-time': '2030-01-31T09:00:00Z',
  time: '09:00:00Z',
  email: 'someone@example.com',
  uri: 'https://example.com/',
  uuid: '00000000-0000-4000-8000-000000000000',
};

/** What simple patterns often ask for. */
const GUESSES = [
  'a',
  'A',
  '1',
  'abc',
  'ABC',
  '123',
  '12345',
  'AB-123',
  'a_1',
  '2030-01-31',
  '09:00',
  'en',
  '#a1b2c3',
];

/** Texts of a sample end there. */
const MAX_CHARACTERS = 10_000;

/** A text that fits a schema, where a plain one, or one of a few guesses at its pattern, does. @param name that it shows */
export function sampleText(schema: JsonObject, name: string): string | undefined {
  const { format, minLength, maxLength } = schema;
  const known =
    typeof format === 'string' && Object.hasOwn(OF_FORMAT, format) ? OF_FORMAT[format] : undefined;
  const least = Math.min(typeof minLength === 'number' ? minLength : 0, MAX_CHARACTERS);
  const most = typeof maxLength === 'number' ? maxLength : MAX_CHARACTERS;
  const plain = Array.from(`[${name}]`.padEnd(least, '.')).slice(0, most).join('');
  return [...(known === undefined ? [] : [known]), plain, ...GUESSES].find((text) => fits(schema, text));
}

/** A number that fits a schema. */
export function sampleNumber(schema: JsonObject): number | undefined {
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf, type } = schema;
  const bounds = [minimum, exclusiveMinimum, maximum, exclusiveMaximum].filter(
    (each) => typeof each === 'number',
  );
  const step = typeof multipleOf === 'number' ? multipleOf : type === 'integer' ? 1 : undefined;
  const near = bounds.flatMap((bound) =>
    step === undefined
      ? [bound, bound + 1, bound - 1, bound + 0.001, bound - 0.001]
      : [Math.ceil(bound / step), Math.floor(bound / step)].flatMap((at) =>
          [at, at + 1, at - 1].map((n) => n * step),
        ),
  );
  return [1, 0, step ?? 1, ...near, middleOf(bounds)].find((number) => fits(schema, number));
}

function middleOf(bounds: readonly number[]): number {
  return (Math.min(...bounds) + Math.max(...bounds)) / 2;
}

/** What concerns a value alone; the whole is checked once it is made. */
const OWN = new Set([
  'type',
  'format',
  'minLength',
  'maxLength',
  'pattern',
  'minimum',
  'maximum',
  'exclusiveMinimum',
  'exclusiveMaximum',
  'multipleOf',
]);

function fits(schema: JsonObject, value: string | number): boolean {
  const own = Object.fromEntries(Object.entries(schema).filter(([keyword]) => OWN.has(keyword)));
  return checkSchema(own, value).length === 0;
}
