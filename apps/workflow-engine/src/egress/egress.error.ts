/**
 * Why an outgoing request has no response.
 * - `blocked_address`: the host is, or resolves to, an address that is not on the public internet.
 * - `invalid_url`: not an absolute `http:` or `https:` URL without user information.
 * - `invalid_header`: a header that HTTP forbids, or one that only the client may set.
 * - `response_too_large`: the decompressed body is over the cap.
 * - `timeout`: no complete response within the time of the whole request, redirects included.
 * - `connection_failed`: no name, no connection, no valid certificate, or no readable response.
 * - `too_many_redirects`: more redirects than are followed.
 */
export type EgressErrorCode =
  | 'blocked_address'
  | 'invalid_url'
  | 'invalid_header'
  | 'response_too_large'
  | 'timeout'
  | 'connection_failed'
  | 'too_many_redirects';

/** The other side may have acted on the request. */
const SENT: ReadonlySet<EgressErrorCode> = new Set([
  'response_too_large',
  'timeout',
  'connection_failed',
  'too_many_redirects',
]);

/**
 * An outgoing request that has no response. The message names the host at most: never a path, a query, a header or
 * an address that a name resolved to, so it is fit for logs, users and models. It carries no cause, since the HTTP
 * client's own errors hold the request's headers and body.
 */
export class EgressError extends Error {
  override readonly name = 'EgressError';
  /** Whether the same request may succeed later. */
  readonly retryable: boolean;
  /** False: the request surely never reached the other side. */
  readonly sent: boolean;

  constructor(
    readonly code: EgressErrorCode,
    message: string,
    options: { retryable?: boolean; sent?: boolean } = {},
  ) {
    super(message);
    this.retryable = options.retryable ?? false;
    this.sent = options.sent ?? SENT.has(code);
  }
}
