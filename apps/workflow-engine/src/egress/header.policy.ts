import { validateHeaderName, validateHeaderValue } from 'node:http';
import { EgressError } from './egress.error';

/** Header fields by lower-case name. */
export type HeaderFields = Record<string, string>;

/** They frame the message or belong to the connection: set by a graph, they would allow request smuggling. */
const CLIENT_ONLY = new Set([
  'connection',
  'content-length',
  'expect',
  'host',
  'keep-alive',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/** What may follow a redirect to another origin; anything else, such as `x-api-key`, may be a secret of the first. */
const SAFE_ACROSS_ORIGINS = new Set(['accept', 'accept-language', 'content-type', 'user-agent']);

/**
 * The headers of a request with lower-case names.
 * @throws EgressError `invalid_header` when a name or value is malformed or only the client may set the header
 */
export function checkedHeaders(headers: HeaderFields): HeaderFields {
  const checked: HeaderFields = {};
  for (const [name, value] of Object.entries(headers)) {
    const key = name.toLowerCase();
    if (CLIENT_ONLY.has(key) || key.startsWith('proxy-')) {
      throw new EgressError(
        'invalid_header',
        `The header "${name}" is set by the client and can't be given.`,
      );
    }
    try {
      validateHeaderName(key);
      validateHeaderValue(key, value);
    } catch {
      throw new EgressError('invalid_header', `The header "${name.slice(0, 100)}" is not valid in HTTP.`);
    }
    checked[key] = value;
  }
  return checked;
}

/** The headers that a redirect to another origin may carry. */
export function headersForOtherOrigin(headers: HeaderFields): HeaderFields {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => SAFE_ACROSS_ORIGINS.has(name)));
}
