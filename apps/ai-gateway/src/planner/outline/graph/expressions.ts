import type { MeasureReading } from '../../grammar';
import type { Choice } from '../plan/plan-items';
import type { Result, Sending } from './flow';

const YES = ['yes', '"yes', "'yes", '**yes'];

/** A text as a CEL literal. */
export const literal = (text: string): string => JSON.stringify(text);

const anyOf = (words: readonly string[], test: string): string =>
  words.length === 1
    ? test.replace('(word)', `(${literal(words[0] ?? '')})`)
    : `[${words.map(literal).join(', ')}].exists(word, ${test})`;

/** True when a model's answer is yes, however it is written. */
export function saysYes(answer: string): string {
  return anyOf(YES, `${answer}.trim().lowerAscii().startsWith(word)`);
}

/** True when a model says yes, or when a text given says it in so many words. */
export function isDecided(answer: string, { keywords }: Choice, given: readonly string[]): string {
  const words = keywords.length === 0 ? [] : given.map((path) => anyOf(keywords, containsWord(path)));
  return [saysYes(answer), ...words].join(' || ');
}

/** True when one of the words stands in the text, in capitals or not, or when none does. */
export function mentions(text: string, { words, isAbsent }: NonNullable<Choice['mention']>): string {
  const test = anyOf(words, containsWord(text));
  return isAbsent ? `!${test}` : test;
}

function containsWord(path: string): string {
  return `${path}.lowerAscii().contains(word)`;
}

const SEPARATORS: Readonly<Record<string, string>> = { words: '" "', sentences: '". "', lines: '"\\n"' };

/** Whether a quantity is the length of a text, which needs no model. */
export function isLength({ quantity }: MeasureReading): boolean {
  return /^(?:chars|characters|letters|words|sentences|lines)$/.test(quantity);
}

/** The length of a text compared with a number. */
export function compareLength(text: string, { quantity, comparison, value }: MeasureReading): string {
  const separator = SEPARATORS[quantity];
  const size = separator === undefined ? `size(${text})` : `size(${text}.split(${separator}))`;
  return `${size} ${comparison} ${numberLiteral(value)}`;
}

/** A number compared with another. */
export function compare(path: string, { comparison, value }: MeasureReading): string {
  return `${path} ${comparison} ${numberLiteral(value)}`;
}

function numberLiteral(value: number): string {
  return Number.isInteger(value) ? value.toFixed(0) : String(value);
}

/** The server of an address, as people speak of it. */
export function hostOf(url: string): string {
  return (/^https?:\/\/([^/?#\s]+)/i.exec(url)?.[1] ?? 'another server').slice(0, 60);
}

/** A value, or null where there may be none. */
export function orNull({ path, guard, node }: Result, isGated: boolean): string {
  const test = guard ?? (isGated && node !== '' ? `nodes.${node}.output != null` : undefined);
  return test === undefined ? path : `${test} ? ${path} : null`;
}

/** A value as a substitution, empty where there may be none. */
export function substitution({ path, guard }: Result): string {
  return guard === undefined ? `{{ ${path} }}` : `{{ ${guard} ? ${path} : "" }}`;
}

/** Sends told of in one text. */
const MOST_TOLD = 20;

/** Where each thing was sent, or why it was not, as a template. */
export function sendingReport(sent: readonly Sending[]): string {
  return sent
    .slice(0, MOST_TOLD)
    .map((one) => `{{ ${sendingText([one])} }}`)
    .join('\n');
}

/** Whether everything was sent, and what is said about it, as CEL. */
export function sendingText(sent: readonly Sending[], prefix = ''): string {
  const places = [...new Set(sent.map(({ to }) => to))].slice(0, 3).join(' and ');
  const all = sent.map(({ node }) => `nodes.${node}.output != null`).join(' && ');
  const done = literal(prefix === '' ? `Sent to ${places}.` : `${prefix}: sent to ${places}.`);
  const not = prefix === '' ? `Not sent to ${places}` : `${prefix}: not sent to ${places}`;
  const inputs = [...new Set(sent.flatMap(({ input }) => input ?? []))];
  const [input] = inputs;
  const why =
    inputs.length === 1 && input !== undefined
      ? `inputs.${input} == "" ? ${literal(`${not}: the input ${input} is empty.`)} : `
      : '';
  return `${all} ? ${done} : ${why}${literal(`${not}.`)}`;
}
