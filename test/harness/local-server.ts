import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request as a {@link LocalServer} got it. */
export interface ReceivedRequest {
  method: string;
  /** Path and query. */
  url: string;
  headers: IncomingMessage['headers'];
  body: string;
  /** Milliseconds since the epoch. */
  receivedAt: number;
}

/** An HTTP server on 127.0.0.1 that remembers what it was asked. */
export interface LocalServer {
  readonly url: string;
  /** `host:port`, as EGRESS_ALLOWED_HOSTS takes it. */
  readonly host: string;
  readonly requests: ReceivedRequest[];
  close(): Promise<void>;
}

/** Starts a server; `answer` ends the response, at once or later. */
export async function serve(
  answer: (request: ReceivedRequest, response: ServerResponse) => unknown,
): Promise<LocalServer> {
  const requests: ReceivedRequest[] = [];
  const server = createServer(async (incoming, response) => {
    const receivedAt = Date.now();
    const body = Buffer.concat(await incoming.toArray()).toString();
    const { method = '', url = '', headers } = incoming;
    const request = { method, url, headers, body, receivedAt };
    requests.push(request);
    await answer(request, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    host: `127.0.0.1:${port}`,
    requests,
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

/** A point that holds everyone up until `count` have come: what doesn't run at the same time never gets past it. */
export function meetingPoint(count: number): () => Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  let arrived = 0;
  return () => {
    if (++arrived === count) resolve();
    return promise;
  };
}
