const LONGEST_LABEL = 60;
const LONGEST_QUOTE = 120;

/** Text on one line, without braces that would look like a template, cut where it is too long. */
export function plain(text: string, longest: number): string {
  const line = text
    .replace(/\{{2,}|\}{2,}/g, '')
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim();
  return line.length > longest ? `${line.slice(0, longest - 1).trimEnd()}…` : line;
}

/** A name as it is quoted. */
export function label(text: string): string {
  return `“${plain(text, LONGEST_LABEL).replace(/[“”]/g, "'")}”`;
}

/** What is said or asked, as it is quoted. */
export function quote(text: string): string {
  return `“${plain(text, LONGEST_QUOTE).replace(/[“”]/g, "'")}”`;
}

/** Words of an identifier: `team_url` is "team url". */
export function humanised(identifier: string): string {
  return plain(identifier.replace(/_+/g, ' ').replace(/(?<=[a-z])(?=[A-Z])/g, ' '), LONGEST_LABEL);
}

/** "a", "a and b", "a, b and c". */
export function listed(items: readonly string[], conjunction = 'and'): string {
  if (items.length < 2) return items.join('');
  return `${items.slice(0, -1).join(', ')} ${conjunction} ${items.at(-1)}`;
}

/** The first few, and how many more there are. */
export function shortened(items: readonly string[], most: number): string[] {
  if (items.length <= most) return [...items];
  return [...items.slice(0, most), `${items.length - most} more`];
}

export function counted(number: number, noun: string): string {
  const text = number.toLocaleString('en-US');
  return `${text} ${noun}${number === 1 ? '' : noun.endsWith('s') ? 'es' : 's'}`;
}

const UNITS = [
  [86_400, 'day'],
  [3_600, 'hour'],
  [60, 'minute'],
  [1, 'second'],
] as const;

/** Seconds as people say them: "2 days", "1 hour 30 minutes". */
export function duration(seconds: number): string {
  const parts: string[] = [];
  let rest = seconds;
  for (const [unit, name] of UNITS) {
    const amount = unit === 1 ? Math.round(rest * 10) / 10 : Math.floor(rest / unit);
    if (amount > 0 && parts.length < 2) parts.push(counted(amount, name));
    rest -= amount * unit;
  }
  return parts.length === 0 ? '0 seconds' : parts.join(' ');
}

/** A sentence: its first letter in upper case, one full stop at its end. */
export function sentence(text: string): string {
  const start = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?…]$/.test(start) ? start : `${start}.`;
}
