import type { Choice, PlanItem } from '../assembly/plan-items';

/** A result, or the texts of several, as one CEL expression. */
export interface BranchEnd {
  /** CEL paths of the texts the branch has made. */
  readonly paths: readonly string[];
  /** Where the branch has sent something. */
  readonly sent: readonly string[];
}

const YES = ['yes', '"yes', "'yes", '**yes'];
const literal = (text: string): string => JSON.stringify(text);
const anyOf = (words: readonly string[], test: string): string =>
  words.length === 1
    ? test.replace('(word)', `(${literal(words[0] ?? '')})`)
    : `[${words.map(literal).join(', ')}].exists(word, ${test})`;

/** True when a model's answer is yes, however it is written, or when a text given says it in so many words. */
export function saysYes(answer: string, { keywords }: Choice, given: readonly string[]): string {
  const said = anyOf(YES, `${answer}.trim().lowerAscii().startsWith(word)`);
  const words = keywords.length === 0 ? [] : given.map((path) => anyOf(keywords, containsWord(path)));
  return [said, ...words].join(' || ');
}

/** True when one of the words stands in the text, in capitals or not, or when none does. */
export function mentions(text: string, { words, isAbsent }: NonNullable<Choice['mention']>): string {
  const test = anyOf(words, containsWord(text));
  return isAbsent ? `!${test}` : test;
}

function containsWord(path: string): string {
  return `${path}.lowerAscii().contains(word)`;
}

/** The server of an address, as people speak of it. */
export function hostOf(url: string): string {
  return (/^https?:\/\/([^/?#\s]+)/i.exec(url)?.[1] ?? 'another server').slice(0, 60);
}

/** Where the items of a branch send something. */
export function sentIn(items: readonly PlanItem[]): readonly string[] {
  return [...new Set(items.flatMap((item) => (item.type === 'delivery' ? [hostOf(item.url)] : [])))];
}

function endText({ paths, sent }: BranchEnd, answer: 'Yes' | 'No'): string {
  const texts = paths.join(' + "\\n\\n" + ');
  if (sent.length === 0 && texts !== '') return texts;
  const done = sent.length === 0 ? 'nothing was done' : `sent to ${sent.slice(0, 3).join(' and ')}`;
  const note = `${answer}: ${done}.`;
  return texts === '' ? literal(note) : `${literal(`${note}\n\n`)} + ${texts}`;
}

/**
 * What came of a choice, whichever way was taken. The words of the condition are left out: a later condition may
 * look for them.
 */
export function outcomeOf(decide: string, yes: BranchEnd, no: BranchEnd): string {
  return `nodes.${decide}.output.branch == "yes" ? ${endText(yes, 'Yes')} : ${endText(no, 'No')}`;
}
