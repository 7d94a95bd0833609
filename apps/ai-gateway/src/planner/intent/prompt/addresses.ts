/** An address or a key that stands in a text. */
export interface Literal {
  readonly kind: 'url' | 'email' | 'host' | 'key' | 'phone';
  readonly text: string;
}

// Every repetition is bounded, so that a text takes time in proportion to its length.
const URL = /\bhttps?:\/\/[^\s"'<>`{}|\\^]{1,2000}/gi;
const EMAIL = /(?<![\w.+-])[\w.+-]{1,64}@[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,8}/gi;
const HOST = /(?<![\w@./-])(?:[a-z0-9-]{1,63}\.){1,8}(?:com|org|net|gov|edu)(?![\w-]|\.\w)/gi;
const KEY = /(?<![\w-])[\w-]{16,400}(?![\w-])/g;
const PHONE =
  /(?<![\w.])(?:\+\d[\d ().-]{6,24}\d|\(\d{2,5}\)[\d ().-]{4,24}\d|\d{3}[- ]\d{3}[- ]\d{4})(?!\d)/g;
/** What every literal has one of. */
const MAY_HOLD = /https?:|@|\d|\.(?:com|org|net|gov|edu)/i;
/** Literals that are looked at in one text. */
const MOST = 200;

const KNOWN_KEY = /^(?:sk|pk|rk|whsec|ghp|gho|github_pat|glpat|xox[abprs]|AKIA|AIza|eyJ)/;
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const LONG_KEY = 24;

/** Prefixes of keys that are secrets wherever they stand. */
export const SECRET_KEY =
  /\b(?:sk|rk|whsec|ghp|gho|github_pat|glpat|xox[abprs]|AKIA|AIza)[-_]?(?=[\w-]{0,40}\d)[\w-]{9,}/;

/** All addresses and keys of a text, each once. */
export function literalsIn(text: string): Literal[] {
  if (!MAY_HOLD.test(text)) return [];
  const found = new Map<string, Literal>();
  const take = (kind: Literal['kind'], pattern: RegExp, from: string): string =>
    from.replace(pattern, (match) => {
      if (kind === 'key' && !isKey(match)) return match;
      const literal = match.replace(/[.,;:!?)\]]+$/, '');
      if (found.size < MOST) found.set(`${kind} ${literal.toLowerCase()}`, { kind, text: literal });
      return ' ';
    });
  const withoutUrls = take('url', URL, text);
  const withoutEmails = take('email', EMAIL, withoutUrls);
  const withoutKeys = take('key', KEY, withoutEmails);
  take('host', HOST, withoutKeys);
  take('phone', PHONE, withoutKeys);
  return [...found.values()];
}

/** Long, and of letters and digits as no word is. */
function isKey(text: string): boolean {
  if (KNOWN_KEY.test(text) || UUID.test(text)) return /\d/.test(text);
  const digits = text.replace(/\D+/g, '').length;
  return text.length >= LONG_KEY && digits >= 3 && /[A-Za-z]/.test(text);
}

/** An address as people write one, with or without its scheme. */
const WRITTEN_ADDRESS =
  /(?<![\w@./-])(?:[a-z0-9-]{1,63}\.){1,8}[a-z]{2,24}(?::\d{1,5})?(?:[/?#][^\s"'<>`{}|\\^]{0,2000})?/g;

/** What a prompt gives of addresses and keys, to look them up in. */
export class PromptLiterals {
  private readonly text: string;
  private readonly digits: string;
  private readonly addresses: readonly string[];

  constructor(prompt: string) {
    this.text = prompt.toLowerCase();
    this.digits = digitsOf(prompt);
    const written = [...this.text.matchAll(URL), ...this.text.matchAll(WRITTEN_ADDRESS)];
    this.addresses = written.map(([address]) => plainUrl(address.replace(/[.,;:!?)\]]+$/, '')));
  }

  /**
   * Whether the prompt gives a literal: an address too where it gives one above it, or the server alone.
   *
   * @param goesOn - A substitution follows the literal, so that the prompt may say more.
   */
  has({ kind, text }: Literal, goesOn = false): boolean {
    if (kind === 'phone') return this.digits.includes(digitsOf(text));
    if (kind !== 'url') return this.text.includes(text.toLowerCase());
    const url = plainUrl(text);
    return this.addresses.some(
      (given) =>
        given === url ||
        (goesOn && given.startsWith(url)) ||
        given.replace(/[?#].*$/, '') === url ||
        (url.startsWith(given) && /^[/?#&]/.test(url.slice(given.length))),
    );
  }
}

/** Without scheme, "www." and what ends it: what people leave out when they write an address. */
function plainUrl(url: string): string {
  return url
    .toLowerCase()
    .replace(/^https?:\/\/(?:www\.)?|^www\./, '')
    .replace(/[/?#&=]+$/, '');
}

function digitsOf(text: string): string {
  return text.replace(/[\s().-]/g, '');
}
