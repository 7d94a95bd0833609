import { numberAt } from './numbers';
import type { Token } from './tokens';

/** How often, and beside what, something is done. */
export interface Modifiers {
  /** "Three times", "at most five rounds". */
  readonly times?: number;
  /** At the same time as what stands around it; said before it ("meanwhile, …"), or after it. */
  readonly parallel?: 'leading' | 'trailing';
  /** One after another. */
  readonly serial?: true;
  /** How many of several are at work at the same time: "at most three at a time". */
  readonly atATime?: number;
  /** Whichever way a decision before it went. */
  readonly regardless?: true;
}

const phrases = (...texts: string[]): readonly (readonly string[])[] => texts.map((text) => text.split(' '));
const PARALLEL = phrases(
  'in parallel',
  'at the same time',
  'simultaneously',
  'concurrently',
  'side by side',
  'meanwhile',
  'in the meantime',
  'parallel to that',
  'all at once',
  'at once',
  'independently of each other',
  'independently of one another',
  'independently',
  'separately',
);
/** Said of what is done whichever way a decision went. */
const REGARDLESS = phrases(
  'either way',
  'in any case',
  'in either case',
  'in both cases',
  'in all cases',
  'regardless of the outcome',
  'whatever the outcome',
);
const SERIAL = phrases(
  'one at a time',
  'one by one',
  'one after another',
  'one after the other',
  'in sequence',
  'sequentially',
  'individually',
);
const TOGETHER = phrases('at a time', 'at once', 'at the same time', 'in parallel');
const ROUNDS = /^(?:times?|rounds?|iterations?|attempts?|tries|passes|loops?|cycles?)$/;
const LIMITING = phrases(
  'a maximum of',
  'no more than',
  'not more than',
  'for at most',
  'for up to',
  'at most',
  'up to',
  'maximum of',
  'maximum',
  'max',
  'for',
);

function startsWith(tokens: readonly Token[], at: number, words: readonly string[]): boolean {
  return words.every((word, index) => tokens[at + index]?.lower === word);
}

function phraseAt(tokens: readonly Token[], at: number, list: readonly (readonly string[])[]): number {
  return list.find((words) => startsWith(tokens, at, words))?.length ?? 0;
}

/** "At most three times": how often, and the tokens it takes. */
function timesAt(tokens: readonly Token[], at: number): { times: number; width: number } | undefined {
  const word = tokens[at]?.lower ?? '';
  if (word === 'twice' || word === 'thrice') return { times: word === 'twice' ? 2 : 3, width: 1 };
  const limit = phraseAt(tokens, at, LIMITING);
  const number = numberAt(tokens, at + limit);
  if (!number || !Number.isInteger(number.value) || number.value < 1) return undefined;
  const after = at + limit + number.width;
  const more = /^(?:more|further|other)$/.test(tokens[after]?.lower ?? '') ? 1 : 0;
  if (!ROUNDS.test(tokens[after + more]?.lower ?? '')) return undefined;
  if (/^(?:an?|per|each|every)$/.test(tokens[after + more + 1]?.lower ?? '')) return undefined;
  return { times: Math.min(number.value, 1_000), width: limit + number.width + more + 1 };
}

/** "At most three at a time": how many, and the tokens it takes. */
function atATimeAt(tokens: readonly Token[], at: number): { count: number; width: number } | undefined {
  const limit = phraseAt(tokens, at, LIMITING);
  const number = numberAt(tokens, at + limit);
  if (!number || !Number.isInteger(number.value) || number.value < 1) return undefined;
  const after = at + limit + number.width;
  const more = /^(?:of|items?|requests?|calls?)$/.test(tokens[after]?.lower ?? '') ? 1 : 0;
  const said = phraseAt(tokens, after + more, TOGETHER);
  return said === 0 ? undefined : { count: number.value, width: after + more + said - at };
}

/** Tokens of a phrase that says beside what something is done; 0 where there is none. */
export function modifierWidthAt(tokens: readonly Token[], at: number): number {
  return phraseAt(tokens, at, PARALLEL) || phraseAt(tokens, at, SERIAL);
}

/** Takes what says how often and beside what out of a clause. */
export function takeModifiers(tokens: readonly Token[]): {
  readonly tokens: readonly Token[];
  readonly modifiers: Modifiers;
} {
  const rest: Token[] = [];
  let modifiers: Modifiers = {};
  for (let at = 0; at < tokens.length;) {
    const together = atATimeAt(tokens, at);
    const times = together ? undefined : timesAt(tokens, at);
    if (together) modifiers = { ...modifiers, atATime: together.count };
    const isWhile = at === 0 && tokens[at]?.lower === 'while';
    const parallel = times || together ? 0 : isWhile ? 1 : phraseAt(tokens, at, PARALLEL);
    const serial = times || together || parallel > 0 ? 0 : phraseAt(tokens, at, SERIAL);
    const regardless = phraseAt(tokens, at, REGARDLESS);
    if (regardless > 0) modifiers = { ...modifiers, regardless: true };
    if (times) modifiers = { ...modifiers, times: times.times };
    if (parallel > 0) modifiers = { ...modifiers, parallel: rest.length === 0 ? 'leading' : 'trailing' };
    if (serial > 0) modifiers = { ...modifiers, serial: true };
    const width = together?.width ?? times?.width ?? parallel + serial + regardless;
    if (width === 0) rest.push(tokens[at] as Token);
    else
      while (
        /^(?:,|and|all)$/.test(rest.at(-1)?.lower ?? '') &&
        /^(?:|,)$/.test(tokens[at + width]?.lower ?? '')
      )
        rest.pop();
    at += Math.max(width, 1);
  }
  return { tokens: rest.length === tokens.length ? tokens : rest, modifiers };
}
