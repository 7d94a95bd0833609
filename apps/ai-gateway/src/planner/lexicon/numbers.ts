/** Words for numbers, as people write amounts, times and counts. */
export const NUMBER_WORDS: ReadonlyMap<string, number> = new Map(
  Object.entries({
    zero: 0,
    one: 1,
    once: 1,
    single: 1,
    two: 2,
    twice: 2,
    couple: 2,
    three: 3,
    thrice: 3,
    few: 3,
    four: 4,
    five: 5,
    six: 6,
    seven: 7,
    eight: 8,
    nine: 9,
    ten: 10,
    eleven: 11,
    twelve: 12,
    dozen: 12,
    fourteen: 14,
    fifteen: 15,
    twenty: 20,
    thirty: 30,
    forty: 40,
    fifty: 50,
    sixty: 60,
    ninety: 90,
    hundred: 100,
    thousand: 1_000,
    million: 1_000_000,
  }),
);

/** Seconds of a unit of time, by its singular and its short forms. A month is 30 days, a year 365. */
export const TIME_UNITS: ReadonlyMap<string, number> = new Map(
  (
    [
      ['s sec second', 1],
      ['m min minute', 60],
      ['h hr hour', 3_600],
      ['d day', 86_400],
      ['w week', 604_800],
      ['fortnight', 1_209_600],
      ['month', 2_592_000],
      ['year', 31_536_000],
    ] as const
  ).flatMap(([names, seconds]) => names.split(' ').map((name): [string, number] => [name, seconds])),
);

/** Marks and names of money, with the code they stand for. */
export const CURRENCIES: ReadonlyMap<string, string> = new Map(
  (
    [
      ['$ usd dollar dollars buck bucks', 'USD'],
      ['€ eur euro euros', 'EUR'],
      ['£ gbp pound pounds', 'GBP'],
      ['¥ jpy yen', 'JPY'],
      ['chf franc francs', 'CHF'],
      ['nok', 'NOK'],
      ['sek', 'SEK'],
      ['dkk', 'DKK'],
      ['cad', 'CAD'],
      ['aud', 'AUD'],
      ['inr rupee rupees', 'INR'],
    ] as const
  ).flatMap(([names, code]) => names.split(' ').map((name): [string, string] => [name, code])),
);
