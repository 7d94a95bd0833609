import type { HttpMethod, Json, JsonObject } from '@aiwf/definition';
import { EgressError } from './egress.error';
import { checkedHeaders, headersForOtherOrigin, type HeaderFields } from './header.policy';

const MAX_URL_LENGTH = 8_192;
const REDIRECT_STATUSES = new Set([301, 302, 303, 307, 308]);

/** One exchange of a request: the first, or one that a redirect leads to. */
export interface Hop {
  method: HttpMethod;
  url: URL;
  headers: HeaderFields;
  body?: Buffer;
}

/** What makes the first hop. */
export interface HopSource {
  method: HttpMethod;
  url: string;
  headers?: HeaderFields;
  query?: JsonObject;
  body?: Json;
}

/**
 * The first hop of a request. Objects and lists become JSON bodies, text stays text, and either gets its content type
 * unless the headers name one. In the query, a list repeats its name and null is left out.
 * @throws EgressError `invalid_url` | `invalid_header`
 */
export function firstHop(source: HopSource): Hop {
  const url = parseUrl(source.url);
  for (const [name, value] of Object.entries(source.query ?? {})) {
    for (const item of Array.isArray(value) ? value : [value]) {
      if (item !== null) url.searchParams.append(name, asText(item));
    }
  }
  if (url.href.length > MAX_URL_LENGTH) {
    throw new EgressError('invalid_url', `The URL is longer than ${MAX_URL_LENGTH} characters.`);
  }
  const headers = { 'user-agent': 'ai-workflows', ...checkedHeaders(source.headers ?? {}) };
  if (source.body === undefined) return { method: source.method, url, headers };
  const contentType = typeof source.body === 'string' ? 'text/plain; charset=utf-8' : 'application/json';
  return {
    method: source.method,
    url,
    headers: { 'content-type': contentType, ...headers },
    body: Buffer.from(asText(source.body)),
  };
}

/**
 * Where a response redirects to, or undefined when it doesn't. The method changes as browsers change it (Fetch
 * standard, HTTP-redirect fetch); headers that may be secrets don't leave their origin.
 * @throws EgressError `invalid_url` when the target is not a URL that a graph might have named itself
 */
export function redirectedHop(hop: Hop, status: number, location: string | undefined): Hop | undefined {
  if (location === undefined || !REDIRECT_STATUSES.has(status)) return undefined;
  const url = parseUrl(location, hop.url);
  const headers = url.origin === hop.url.origin ? hop.headers : headersForOtherOrigin(hop.headers);
  const becomesGet =
    (status === 303 && hop.method !== 'HEAD') ||
    ((status === 301 || status === 302) && hop.method === 'POST');
  if (!becomesGet) return { ...hop, url, headers };
  const { 'content-type': _dropped, ...bodiless } = headers;
  return { method: 'GET', url, headers: bodiless };
}

function parseUrl(text: string, base?: URL): URL {
  if (!URL.canParse(text, base?.href)) {
    throw new EgressError('invalid_url', 'The URL is not valid; give an absolute http:// or https:// URL.');
  }
  const url = new URL(text, base);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw new EgressError(
      'invalid_url',
      `The scheme "${url.protocol}" can't be called; use http: or https:.`,
    );
  }
  if (url.username !== '' || url.password !== '') {
    throw new EgressError('invalid_url', 'The URL carries a user name or password; send them in a header.');
  }
  return url;
}

function asText(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
