import { numbersInWords, type NumberMention } from './number-words';

const SECONDS: readonly (readonly [unit: RegExp, seconds: readonly number[]])[] = [
  [/^(?:seconds?|secs?|s)\b/, [1]],
  [/^(?:minutes?|mins?|m)\b/, [60]],
  [/^(?:hours?|hrs?|h)\b/, [3_600]],
  [/^(?:(?:working |business |calendar )?days?|d|nights?)\b/, [86_400]],
  [/^(?:weeks?|w)\b/, [604_800]],
  [/^fortnights?\b/, [1_209_600]],
  [/^months?\b/, [2_592_000, 2_678_400, 2_419_200]],
  [/^quarters?\b/, [7_776_000, 7_948_800]],
  [/^(?:years?|yrs?)\b/, [31_536_000, 31_622_400]],
];
/** Units in which a time may be written: as seconds, milliseconds, minutes, hours, days, weeks. */
const AS = [1, 1 / 1_000, 60, 3_600, 86_400, 604_800];
const SCALE: readonly (readonly [unit: RegExp, factors: readonly number[]])[] = [
  [/^(?:k|thousand)\b/, [1_000]],
  [/^(?:m|mn|million)\b/, [1_000_000]],
  [/^(?:bn|b|billion)\b/, [1_000_000_000]],
  [/^hundred\b/, [100]],
  [/^dozen\b/, [12]],
  [/^(?:kb|kib|kilobytes?)\b/, [1_000, 1_024]],
  [/^(?:mb|mib|megabytes?)\b/, [1_000_000, 1_048_576]],
  [/^(?:gb|gib|gigabytes?)\b/, [1_000_000_000, 1_073_741_824]],
];
/** Times that are named without a number. */
const NAMED: readonly (readonly [name: RegExp, seconds: number])[] = [
  [/\b(?:an?|one|per|each|every|next|another|the) hour\b|\bhourly\b/, 3_600],
  [/\b(?:a|one|per|each|every|next|another|the) minute\b/, 60],
  [
    /\b(?:a|one|per|each|every|next|another|following) (?:day|morning|night|evening)\b|\bdaily\b|\btomorrow\b|\bovernight\b|\bnightly\b/,
    86_400,
  ],
  [
    /\b(?:a|one|per|each|every|next|another) (?:week|monday|tuesday|wednesday|thursday|friday|saturday|sunday)\b|\bweekly\b/,
    604_800,
  ],
  [/\b(?:a|one|per|each|every|next|another) month\b|\bmonthly\b/, 2_592_000],
  [/\bfortnight(?:ly)?\b/, 1_209_600],
  [/\bhalf an hour\b|\bhalf-hour(?:ly)?\b/, 1_800],
  [/\bhalf a day\b/, 43_200],
  [/\bquarter of an hour\b/, 900],
  [/\bthree quarters of an hour\b/, 2_700],
];

/** Seconds of units that may stand in a prompt that is not read. */
const UNREAD_UNITS = [60, 3_600, 86_400, 604_800, 2_592_000, 31_536_000];
/** Numbers that are rather written out than put in digits. */
const WRITTEN_OUT = 12;

/** The numbers that a prompt gives, in every form in which a graph may hold them. */
export class PromptNumbers {
  private readonly values = new Set<string>();

  /** @param isEnglish - Otherwise units can't be read, so whatever a unit could make of a number is taken. */
  constructor(
    prompt: string,
    private readonly isEnglish: boolean,
  ) {
    const text = prompt.toLowerCase().normalize('NFKC');
    const mentions = [...numbersInDigits(text), ...numbersInWords(text)].sort((a, b) => a.start - b.start);
    let sum = { seconds: 0, end: -1 };
    for (const mention of mentions) {
      const seconds = this.addMention(mention, text);
      // "1 hour 30 minutes", "one hour and a half".
      const joins = /^\s*[a-z]+(?:,| and)?\s*$/.test(text.slice(sum.end, mention.start));
      if (seconds !== undefined && sum.seconds > 0 && joins) this.addTime(sum.seconds + seconds);
      sum = { seconds: (seconds ?? 0) + (joins ? sum.seconds : 0), end: mention.end };
    }
    for (const [name, seconds] of NAMED) if (name.test(text)) this.addTime(seconds);
    this.addHalves(text);
  }

  /** Whether the prompt gives a number that is larger. */
  hasLarger(value: number): boolean {
    return [...this.values].some((given) => Number(given) > value);
  }

  /** Whether the prompt gives the number, as it stands or by its unit. */
  has(value: number): boolean {
    if (this.values.has(key(value)) || this.values.has(key(-value))) return true;
    return !this.isEnglish && this.couldBe(value);
  }

  /** In a language that is not read: any unit of time, and small numbers that may be written out. */
  private couldBe(value: number): boolean {
    if (this.values.has(key(value * 100)) || (Number.isInteger(value) && value <= WRITTEN_OUT)) return true;
    return UNREAD_UNITS.some((unit) => {
      const amount = value / unit;
      return (
        this.values.has(key(amount)) || (Number.isInteger(amount) && amount > 0 && amount <= WRITTEN_OUT)
      );
    });
  }

  /** "An hour and a half", "two and a half hours". */
  private addHalves(text: string): void {
    const halves = [
      ...text.matchAll(/(?<!\S)(\S{1,40}) (hour|day|week|month|year)s? and a half/g),
      ...text.matchAll(/(?<!\S)(\S{1,40}) and a half (hour|day|week|month|year)s/g),
    ];
    for (const [, amount = '', unit = ''] of halves) {
      const whole = /^an?$/.test(amount) ? 1 : (numbersInWords(amount)[0]?.value ?? Number(amount));
      this.addTime((whole + 0.5) * (SECONDS.find(([each]) => each.test(unit))?.[1][0] ?? 0));
    }
  }

  private addMention({ value, start, end }: NumberMention, text: string): number | undefined {
    this.add(value);
    const after = text.slice(end, end + 24).replace(/^[\s-]*(?:(?:of )?an? )?/, '');
    if (/^(?:%|percent|per cent|pct)/.test(after)) {
      for (const share of [value / 100, 1 - value / 100, 1 + value / 100]) this.add(share);
    }
    if (/^(?:\.\s*)?p\.?m\b/.test(after) && value < 12) this.add(value + 12);
    if (
      /[$€£¥]\s*$/.test(text.slice(Math.max(0, start - 3), start)) ||
      /^(?:[$€£¥]|usd|eur|gbp|dollars?|euros?|pounds?)/.test(after)
    )
      this.add(value * 100);
    for (const [unit, factors] of SCALE)
      if (unit.test(after)) for (const factor of factors) this.add(value * factor);
    const seconds = SECONDS.find(([unit]) => unit.test(after))?.[1];
    for (const each of seconds ?? []) this.addTime(value * each);
    return seconds?.[0] === undefined ? undefined : value * seconds[0];
  }

  private addTime(seconds: number): void {
    for (const unit of AS) this.add(seconds / unit);
  }

  private add(value: number): void {
    this.values.add(key(value));
  }
}

/** Equal but for the last digits that arithmetic leaves. */
function key(value: number): string {
  return String(Number(value.toPrecision(10)));
}

const THOUSANDS = /^\d{1,3}(?:,\d{3})+(?:\.\d+)?$/;
/** Longer rows of digits are no numbers that anybody counts with. */
const DIGITS = /(?<!\d)\d{1,30}(?:[.,]\d{1,30}){0,10}/g;

/** Numbers in digits; "1,000" and "1.000" are read both ways, since either may be meant, and "1/2" as a share too. */
function numbersInDigits(text: string): NumberMention[] {
  return [...text.matchAll(DIGITS)].flatMap((match) => {
    const [written] = match;
    const place = { start: match.index, end: match.index + written.length };
    const forms = new Set([
      Number(written.replaceAll(',', '')),
      Number(written.replaceAll('.', '').replace(',', '.')),
      ...(THOUSANDS.test(written) ? [] : written.split(',').map(Number)),
    ]);
    const share = /^\/(\d+)/.exec(text.slice(place.end));
    if (share?.[1] !== undefined) forms.add(Number(written) / Number(share[1]));
    return [...forms].filter(Number.isFinite).map((value) => ({ value, ...place }));
  });
}
