const DATE = /^(\d{4})-(\d{2})-(\d{2})$/;
const TIME = /^([01]\d|2[0-3]):[0-5]\d:([0-5]\d|60)(\.\d{1,9})?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$/i;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Longer texts have none of these formats. */
const MAX_LENGTH = 2_048;

/** The formats that are checked; any other one only describes. */
const FORMATS: { readonly [name: string]: (text: string) => boolean } = {
  date: isDate,
  'date-time': (text) => /^.{10}T/i.test(text) && isDate(text.slice(0, 10)) && TIME.test(text.slice(11)),
  time: (text) => TIME.test(text),
  email: (text) => /^[^\s@"(),:;<>[\]\\]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*$/.test(text),
  uri: (text) => /^[A-Za-z][A-Za-z0-9+.-]*:[^\s<>"{}|\\^`]+$/.test(text),
  uuid: (text) => UUID.test(text),
};

/** Whether a text has a format of JSON Schema; a format that isn't known here fits every text. */
export function hasFormat(text: string, format: string): boolean {
  const test = Object.hasOwn(FORMATS, format) ? FORMATS[format] : undefined;
  return test === undefined || (text.length <= MAX_LENGTH && test(text));
}

function isDate(text: string): boolean {
  const [, year, month, day] = (DATE.exec(text) ?? []).map(Number);
  if (year === undefined || month === undefined || day === undefined) return false;
  if (month < 1 || month > 12 || day < 1) return false;
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
  return day <= (days[month - 1] ?? 0);
}
