const SMALL =
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(
    ' ',
  );
const TENS = 'twenty thirty forty fifty sixty seventy eighty ninety'.split(' ');
const ORDINALS = 'first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth'.split(
  ' ',
);

const VALUES: ReadonlyMap<string, number> = new Map([
  ...SMALL.map((word, value): [string, number] => [word, value]),
  ...TENS.map((word, at): [string, number] => [word, (at + 2) * 10]),
  ...ORDINALS.map((word, at): [string, number] => [word, at + 1]),
  ...(
    [
      ['once', 1],
      ['twice', 2],
      ['thrice', 3],
      ['both', 2],
      ['couple', 2],
      ['pair', 2],
      ['double', 2],
      ['triple', 3],
      ['half', 0.5],
      ['quarter', 0.25],
      ['dozen', 12],
      ['fortnight', 2],
    ] as const
  ).map(([word, value]): [string, number] => [word, value]),
]);
const SCALES: ReadonlyMap<string, number> = new Map([
  ['hundred', 100],
  ['thousand', 1_000],
  ['million', 1_000_000],
  ['billion', 1_000_000_000],
]);

/** Words that make one number with those beside them: "twenty five". */
const JOINING: ReadonlySet<string> = new Set([...SMALL, ...TENS]);

/** A number of a text and where it ends. */
export interface NumberMention {
  readonly value: number;
  /** Offsets in the text. */
  readonly start: number;
  readonly end: number;
}

const WORD = /[a-z]+/g;

/** Numbers that are written out: "twenty-five", "two thousand", "a hundred and fifty", "half". Takes lower case. */
export function numbersInWords(text: string): NumberMention[] {
  const found: NumberMention[] = [];
  let open: { total: number; current: number; start: number; end: number } | undefined;
  const close = (): void => {
    if (open) found.push({ value: open.total + open.current, start: open.start, end: open.end });
    open = undefined;
  };
  for (const match of text.matchAll(WORD)) {
    const [word] = match;
    const end = match.index + word.length;
    const isNear = open !== undefined && /^[\s-]*$/.test(text.slice(open.end, match.index));
    const joins = open !== undefined && /^\s+and\s+$/.test(text.slice(open.end, match.index));
    const value = VALUES.get(word);
    const scale = SCALES.get(word);
    if (scale !== undefined) {
      if (!isNear) close();
      open ??= { total: 0, current: 1, start: match.index, end };
      if (scale === 100) open.current *= 100;
      else {
        open.total += open.current * scale;
        open.current = 0;
      }
      open.end = end;
    } else if (value !== undefined) {
      const adds = isNear || (joins && open !== undefined && open.total + open.current >= 100);
      if (!adds || !JOINING.has(word)) close();
      open ??= { total: 0, current: 0, start: match.index, end };
      open.current += value;
      open.end = end;
      if (!JOINING.has(word)) close();
    }
  }
  close();
  return found;
}
