import type { Readable } from 'node:stream';
import type { Json } from '@aiwf/definition';
import axios, { type AxiosInstance, type AxiosResponse } from 'axios';
import { assertPublicHost } from './address.policy';
import { operatorAgents, publicAgents } from './egress.agents';
import { EgressError } from './egress.error';
import type { HeaderFields } from './header.policy';
import { firstHop, redirectedHop, type Hop, type HopSource } from './request.hop';
import { decodeBody, readBounded } from './response.body';

/** Redirects followed in one request. */
const MAX_REDIRECTS = 5;

/** Codes of Node.js for an untrusted certificate, a peer without TLS, malformed HTTP and broken compression. */
const PERMANENT_FAILURES = /CERT|UNABLE_TO_|EPROTO|ERR_SSL|ERR_TLS|HPE_|Z_/;

/** Codes of Node.js for a name without an address and an address without a server. */
const NO_CONNECTION = /^(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|EHOSTUNREACH|ENETUNREACH)$/;

/** An outgoing request of a graph. */
export interface EgressRequest extends HopSource {
  /** Milliseconds for the whole of it: names, connections, redirects and the body. */
  timeoutMs: number;
  /** Bytes of the response's body after decompression; 256 KiB when absent. */
  maxBytes?: number;
  /** Aborting it rejects the request with the signal's own reason. */
  signal?: AbortSignal;
}

/** A response of any status; a 4xx or 5xx is an answer, not an error. */
export interface EgressResponse {
  status: number;
  /** By lower-case name; repeated fields joined with a comma. */
  headers: HeaderFields;
  /** JSON where the content type says so and it is, else text. */
  body: Json;
  /** Where the response came from, after redirects. */
  url: string;
}

/**
 * The only way out for what a graph or a model asks for. It calls public addresses alone, follows at most five
 * redirects, each checked as the first URL was, takes no proxy from the environment, and reads no more than it is told.
 */
export class EgressClient {
  private readonly allowedHosts: ReadonlySet<string>;
  private readonly public = publicAgents();
  private readonly operator = operatorAgents();
  private readonly http: AxiosInstance = axios.create({
    adapter: 'http',
    maxRedirects: 0,
    proxy: false,
    responseType: 'stream',
    transformRequest: [],
    validateStatus: () => true,
  });

  /** @param options.allowedHosts `host:port` entries that the operator allows although they are not public */
  constructor(options: { allowedHosts: readonly string[] }) {
    this.allowedHosts = new Set(options.allowedHosts.map((entry) => hostAndPort(new URL(`http://${entry}`))));
  }

  /**
   * Sends a request and reads its response.
   * @throws EgressError
   */
  async request(request: EgressRequest): Promise<EgressResponse> {
    const deadline = AbortSignal.timeout(request.timeoutMs);
    const signal = request.signal === undefined ? deadline : AbortSignal.any([request.signal, deadline]);
    let hop = firstHop(request);
    try {
      for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
        const response = await this.send(hop, signal);
        const headers = headerFields(response);
        const next = redirectedHop(hop, response.status, headers['location']);
        if (next === undefined) {
          const bytes = await readBounded(response.data, request.maxBytes);
          const body = decodeBody(bytes, headers['content-type'] ?? '');
          return { status: response.status, headers, body, url: hop.url.href };
        }
        response.data.destroy();
        hop = next;
      }
    } catch (error) {
      request.signal?.throwIfAborted();
      throw asEgressError(error, hop, deadline.aborted);
    }
    throw new EgressError(
      'too_many_redirects',
      `More than ${MAX_REDIRECTS} redirects; the last went to ${hop.url.host}.`,
    );
  }

  /**
   * Checks a request without sending it, as far as that can be told without asking anybody: a host name is not
   * resolved.
   * @throws EgressError `invalid_url` | `invalid_header` | `blocked_address`
   */
  check(request: HopSource): void {
    const { url } = firstHop(request);
    if (!this.allowedHosts.has(hostAndPort(url))) assertPublicHost(url);
  }

  private send(hop: Hop, signal: AbortSignal): Promise<AxiosResponse<Readable>> {
    const isAllowed = this.allowedHosts.has(hostAndPort(hop.url));
    if (!isAllowed) assertPublicHost(hop.url);
    const agents = isAllowed ? this.operator : this.public;
    const { method, headers, body: data } = hop;
    return this.http.request<Readable>({ ...agents, method, url: hop.url.href, headers, data, signal });
  }
}

function hostAndPort(url: URL): string {
  return `${url.hostname}:${url.port || (url.protocol === 'https:' ? 443 : 80)}`;
}

function headerFields(response: AxiosResponse): HeaderFields {
  return Object.fromEntries(Object.entries(response.headers).map(([name, value]) => [name, String(value)]));
}

/** The error of a hop in this room's terms; a refusal of the address check comes up as the cause of a network error. */
function asEgressError(error: unknown, hop: Hop, timedOut: boolean): EgressError {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if (cause instanceof EgressError) return cause;
  }
  const { host } = hop.url;
  if (timedOut) return new EgressError('timeout', `${host} did not answer in time.`, { retryable: true });
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'connection closed early';
  return new EgressError('connection_failed', `No response from ${host} (${code}).`, {
    retryable: !PERMANENT_FAILURES.test(code),
    sent: !NO_CONNECTION.test(code),
  });
}
