import type { WorkflowDefinition } from '@aiwf/definition';
import type { Answers } from '../../plan';
import { addressesIn, type Address } from './addresses';
import { asItLooks, ownWords } from './own-words';

/** What a plan may take addresses, names and numbers from. */
export class Sources {
  private readonly text: string;
  private readonly hosts: ReadonlySet<string>;
  private readonly numbers: ReadonlySet<number>;

  /** @param texts In the user's own words, see `ownWords`. */
  constructor(texts: readonly string[]) {
    this.text = texts.join('\n').toLowerCase();
    this.hosts = new Set(addressesIn(this.text).map(({ name }) => name));
    this.numbers = new Set(numbersIn(this.text));
  }

  /** Whether a host or an e-mail address is one that the user named, with a URL or by itself. */
  haveAddress({ name }: Address): boolean {
    return this.hosts.has(name) || this.say(name);
  }

  /** Whether a word or a name stands in it by itself, and is no part of a longer one. */
  say(name: string): boolean {
    const { text } = this;
    const wanted = name.toLowerCase();
    for (let at = text.indexOf(wanted); at !== -1; at = text.indexOf(wanted, at + 1)) {
      const end = at + wanted.length;
      const goesOnBefore = /(?:[\p{L}\p{N}_@-]|\w\.)$/u.test(text.slice(Math.max(0, at - 2), at));
      const goesOnAfter = /^(?:[\p{L}\p{N}_@-]|\.\w)/u.test(text.slice(end, end + 2));
      if (!goesOnBefore && !goesOnAfter) return true;
    }
    return false;
  }

  haveNumber(value: number): boolean {
    return this.numbers.has(value);
  }
}

/** What the user says, in the request, in what is to change and in answers to questions. */
export function sourcesOf(said: {
  readonly prompt: string;
  readonly instruction?: string;
  readonly answers: Answers;
  /** The workflow that is changed: what its nodes have, they may keep. */
  readonly before?: WorkflowDefinition;
}): Sources {
  const { prompt, instruction = '', answers, before } = said;
  const answered = Object.values(answers).map((answer) => asItLooks(JSON.stringify(answer)));
  const standing = before ? JSON.stringify([before.nodes, before.output, before.limits]) : '';
  return new Sources([ownWords(prompt), ownWords(instruction), ...answered, standing]);
}

const NUMBER_WORDS: { readonly [word: string]: number } = {
  ...Object.fromEntries(
    'one two three four five six seven eight nine ten eleven twelve'
      .split(' ')
      .map((word, at) => [word, at + 1]),
  ),
  fifteen: 15,
  twenty: 20,
  thirty: 30,
  forty: 40,
  fifty: 50,
  hundred: 100,
  thousand: 1_000,
  half: 0.5,
};

/** Powers that a unit may mean: cents, minutes, hours, days, weeks, thousands, millions. */
const UNITS = [1, 0.01, 60, 3_600, 86_400, 604_800, 1_000, 1_000_000];

/** Numbers that a text names, in digits or words, in every unit that they may be meant in. */
function numbersIn(text: string): number[] {
  const digits = (text.match(/\d[\d,_]*(?:\.\d+)?/gu) ?? []).map((number) =>
    Number(number.replace(/[,_]/g, '')),
  );
  const words = (text.match(/\b[a-z]+\b/gu) ?? []).flatMap((word) =>
    Object.hasOwn(NUMBER_WORDS, word) ? [NUMBER_WORDS[word] ?? 0] : [],
  );
  return [...new Set([...digits, ...words])].flatMap((number) => UNITS.map((unit) => number * unit));
}
