/** A rhythm named in the prompt, as a schedule that can be proposed. */
export interface Frequency {
  /** Five-field cron text, in the time zone of whoever sets it up. */
  readonly cron: string;
  readonly phrase: string;
}

const DAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];
const UNIT =
  /\b(?:every|each|once an?|once per|per|once every)\s+(?:(other|\d{1,3}|two|three|five|ten|fifteen|thirty)\s+)?(minute|hour|day|week|month|morning|afternoon|evening|night|weekday|working day|business day|sunday|monday|tuesday|wednesday|thursday|friday|saturday)s?\b/i;
const ADVERB =
  /\b(hourly|daily|weekly|monthly|nightly)\b(?=\s*(?:$|[.,;:!?)\n]|(?:and|or|then|to|at|on|by|for|from|in|with|using|via|before|after|but|so)\b))/i;
/** "The weekly report" is made weekly; weekly goals are not. */
const ADJECTIVE =
  /\b(hourly|daily|weekly|monthly|nightly)\b(?=(?:\s+[\p{L}-]+){0,2}?\s+(?:reports?|summar(?:y|ies)|digests?|newsletters?|updates?|recaps?|briefings?|roundups?|overviews?|checks?|backups?|alerts?|reminders?)\b)/iu;
const TIME = /\s*\bat\s+(noon|midnight|\d{1,2})(?::(\d{2}))?\s*(am|pm|o'clock)?\b/i;
const NUMBERS = new Map([
  ['other', 2],
  ['two', 2],
  ['three', 3],
  ['five', 5],
  ['ten', 10],
  ['fifteen', 15],
  ['thirty', 30],
]);
const HOURS = new Map([
  ['morning', 8],
  ['afternoon', 14],
  ['evening', 18],
  ['night', 2],
  ['nightly', 2],
]);

function timeOfDay(text: string, unit: string): { hour: number; minute: number; phrase: string } {
  const match = TIME.exec(text);
  const named = match?.[1]?.toLowerCase();
  if (match && (named === 'noon' || named === 'midnight'))
    return { hour: named === 'noon' ? 12 : 0, minute: 0, phrase: match[0] };
  const given = Number(named);
  if (!match || given > 23) return { hour: HOURS.get(unit) ?? 9, minute: 0, phrase: '' };
  const half = match[3]?.toLowerCase();
  const hour = half === 'pm' && given < 12 ? given + 12 : half === 'am' && given === 12 ? 0 : given;
  return { hour, minute: Math.min(Number(match[2] ?? 0), 59), phrase: match[0] };
}

function cronFor(unit: string, every: number, hour: number, minute: number): string {
  if (unit === 'minute') return every > 1 ? `*/${Math.min(every, 59)} * * * *` : '* * * * *';
  if (unit === 'hour' || unit === 'hourly')
    return every > 1 ? `0 */${Math.min(every, 23)} * * *` : '0 * * * *';
  if (/^(?:weekday|working day|business day)$/.test(unit)) return `${minute} ${hour} * * 1-5`;
  if (unit === 'week' || unit === 'weekly') return `${minute} ${hour} * * 1`;
  if (unit === 'month' || unit === 'monthly') return `${minute} ${hour} 1 * *`;
  const day = DAYS.indexOf(unit);
  if (day !== -1) return `${minute} ${hour} * * ${day}`;
  return every > 1 ? `${minute} ${hour} */${Math.min(every, 31)} * *` : `${minute} ${hour} * * *`;
}

/** "Every five minutes until it is done": the pace of a repetition inside one run. */
function isPace(after: string): boolean {
  return /^[^.;\n]{0,40}?\b(?:until|till)\b/i.test(after);
}

/** Finds the first rhythm in the text, and gives the text without it. */
export function takeFrequency(text: string): { text: string; frequency?: Frequency } {
  const match = UNIT.exec(text) ?? ADVERB.exec(text);
  const adjective = match ? null : ADJECTIVE.exec(text);
  const found = match ?? adjective;
  if (!found || isPace(text.slice(found.index + found[0].length))) return { text };
  const unit = (found[2] ?? found[1] ?? '').toLowerCase();
  const amount =
    found[2] === undefined ? 1 : (NUMBERS.get(found[1]?.toLowerCase() ?? '') ?? Number(found[1] ?? 1));
  const after = text.slice(found.index + found[0].length);
  const near = after.slice(0, 20);
  const time = timeOfDay(/^\s*(?:,\s*)?at\b/i.test(near) ? near : '', unit);
  const frequency = {
    cron: cronFor(unit, Math.max(amount, 1), time.hour, time.minute),
    phrase: `${found[0]}${time.phrase}`.trim().toLowerCase(),
  };
  if (adjective) return { text, frequency };
  const rest = time.phrase === '' ? after : after.slice(after.indexOf(time.phrase) + time.phrase.length);
  const before = text.slice(0, found.index);
  return { text: before.trim() === '' ? rest.replace(/^\s*,/, '') : before + rest, frequency };
}
