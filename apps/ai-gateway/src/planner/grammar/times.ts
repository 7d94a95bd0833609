import { durationAt } from './durations';
import type { Token } from './tokens';

/** A point in time as it stands in the text: known, a while from now, or known only to who reads a calendar. */
export interface TimeReading {
  /** ISO 8601 with its zone; UTC where the text gives none. */
  readonly iso?: string;
  readonly seconds?: number;
  /** Tokens it takes. */
  readonly width: number;
}

const MONTHS = 'january february march april may june july august september october november december'.split(
  ' ',
);
const DAYS = /^(?:mon|tues|wednes|thurs|fri|satur|sun)days?$/;
const CLOCK = /^(\d{1,2})(?::(\d{2}))?(?::\d{2})?(am|pm|h)?$/;
const ISO = /^\d{4}-\d{2}-\d{2}t\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(z|[+-]\d{2}:\d{2})?$/;
const DATE = /^(\d{4})-(\d{2})-(\d{2})$/;
const RELATIVE: readonly (readonly [words: string, seconds: number])[] = [
  ['tomorrow', 86_400],
  ['the next day', 86_400],
  ['the following day', 86_400],
  ['the day after', 86_400],
  ['next week', 604_800],
  ['the next week', 604_800],
  ['next month', 2_592_000],
  ['next year', 31_536_000],
];
const LOOSE =
  /^(?:christmas|easter|new year|noon|midnight|tonight|morning|evening|afternoon|weekend|monday|end of|start of|beginning of|close of)/;

function clockAt(tokens: readonly Token[], from: number): { hour: number; minute: number; width: number } {
  const at = /^(?:at|by|,)$/.test(tokens[from]?.lower ?? '') ? from + 1 : from;
  const word = tokens[at]?.lower ?? '';
  const none = { hour: 0, minute: 0, width: 0 };
  if (word === 'noon') return { hour: 12, minute: 0, width: at + 1 - from };
  const match = CLOCK.exec(word);
  const separate = /^(?:am|pm|o'clock|a\.m|p\.m)$/.exec(tokens[at + 1]?.lower ?? '')?.[0];
  const half = match?.[3] ?? separate?.replace('.', '').slice(0, 2);
  if (!match || Number(match[1]) > 23 || (match[2] === undefined && half === undefined && at === from))
    return none;
  const given = Number(match[1]);
  const hour = half === 'pm' && given < 12 ? given + 12 : half === 'am' && given === 12 ? 0 : given;
  return { hour, minute: Math.min(Number(match[2] ?? 0), 59), width: at + (separate ? 2 : 1) - from };
}

function isoOf(year: number, month: number, day: number, clock: { hour: number; minute: number }): string {
  return new Date(Date.UTC(year, month - 1, day, clock.hour, clock.minute)).toISOString().replace('.000', '');
}

function dated(
  tokens: readonly Token[],
  date: { year?: number; month: number; day: number; width: number },
  at: number,
): TimeReading {
  const clock = clockAt(tokens, at + date.width);
  const width = date.width + clock.width;
  const isReal = date.month >= 1 && date.month <= 12 && date.day >= 1 && date.day <= 31;
  return date.year === undefined || !isReal
    ? { width }
    : { iso: isoOf(date.year, date.month, date.day, clock), width };
}

function dateAt(
  tokens: readonly Token[],
  at: number,
): { year?: number; month: number; day: number; width: number } | undefined {
  const iso = DATE.exec(tokens[at]?.lower ?? '');
  if (iso) return { year: Number(iso[1]), month: Number(iso[2]), day: Number(iso[3]), width: 1 };
  const monthFirst = MONTHS.indexOf(tokens[at]?.lower ?? '');
  const dayAt = monthFirst === -1 ? at : at + 1;
  const day = /^(\d{1,2})(?:st|nd|rd|th)?$/.exec(tokens[dayAt]?.lower ?? '');
  const month = monthFirst === -1 ? MONTHS.indexOf(tokens[at + 1]?.lower ?? '') : monthFirst;
  if (!day || month === -1) return undefined;
  const comma = tokens[at + 2]?.type === 'comma' ? 1 : 0;
  const year = /^(?:20)\d{2}$/.exec(tokens[at + 2 + comma]?.lower ?? '');
  const base = { month: month + 1, day: Number(day[1]) };
  return year ? { ...base, year: Number(year[0]), width: 3 + comma } : { ...base, width: 2 };
}

/** The point in time that starts at a token: "Monday at 9am", "2030-01-31 09:00", "tomorrow", "the end of the month". */
export function timeAt(tokens: readonly Token[], at: number): TimeReading | undefined {
  const word = tokens[at]?.lower ?? '';
  const iso = ISO.exec(word);
  if (iso) return { iso: `${word.toUpperCase()}${iso[1] === undefined ? 'Z' : ''}`, width: 1 };
  const date = dateAt(tokens, at);
  if (date) return dated(tokens, date, at);
  const words = tokens.slice(at, at + 3).map(({ lower }) => lower);
  for (const [phrase, seconds] of RELATIVE) {
    const width = phrase.split(' ').length;
    if (words.slice(0, width).join(' ') !== phrase) continue;
    const rest = tokens[at + width]?.lower ?? '';
    const clock = clockAt(tokens, at + width);
    if (/^(?:morning|evening|afternoon|noon)$/.test(rest)) return { width: width + 1 };
    return clock.width > 0 ? { width: width + clock.width } : { seconds, width };
  }
  let from = at;
  while (from < at + 2 && /^(?:next|the|this|following|coming)$/.test(tokens[from]?.lower ?? '')) from += 1;
  const rest = tokens.slice(from, from + 2).map(({ lower }) => lower);
  if (DAYS.test(rest[0] ?? '') || LOOSE.test(rest.join(' '))) {
    const isEnd = rest[1] === 'of';
    const more = isEnd ? (tokens[from + 2]?.lower === 'the' ? 4 : 3) : 1;
    const part = /^(?:morning|evening|afternoon|noon|night)$/.test(tokens[from + more]?.lower ?? '') ? 1 : 0;
    const clock = clockAt(tokens, from + more + part);
    return { width: from + more + part + clock.width - at };
  }
  const clock = clockAt(tokens, at);
  return clock.width > 0 ? { width: clock.width } : undefined;
}

/** Whether a time, or a length of time, starts at a token. */
export function isTimeAt(tokens: readonly Token[], at: number): boolean {
  return timeAt(tokens, at) !== undefined || durationAt(tokens, at) !== undefined;
}
