import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import type { FetchLike } from '@modelcontextprotocol/sdk/shared/transport.js';
import type { McpTransport } from '@aiwf/platform';
import { boundedBody } from './bounded-body';

/** Beside a call's own bound, so that its error arrives and not the socket's. */
const MARGIN_MS = 5_000;

/** A server that is called over streamable HTTP, with answers of bounded size and time. */
export function httpTransport(
  { url, headers }: Extract<McpTransport, { kind: 'http' }>,
  timeoutMs: number,
): StreamableHTTPClientTransport {
  return new StreamableHTTPClientTransport(new URL(url), {
    requestInit: { headers: { ...headers } },
    fetch: boundedFetch(timeoutMs + MARGIN_MS),
  });
}

function boundedFetch(timeoutMs: number): FetchLike {
  return async (url, init = {}) => {
    const resumes = new Headers(init.headers).has('last-event-id');
    // What a server would say unasked is of no use here: as if it offered no such stream.
    if (init.method === 'GET' && !resumes) return new Response(null, { status: 405 });
    const late = AbortSignal.timeout(timeoutMs);
    const signal = init.signal ? AbortSignal.any([init.signal, late]) : late;
    const response = await fetch(url, { ...init, signal });
    if (response.body === null || isRedirect(response)) return response;
    const { status, statusText, headers } = response;
    return new Response(boundedBody(response, init.body), { status, statusText, headers });
  };
}

function isRedirect({ status }: Response): boolean {
  return status >= 300 && status < 400;
}
