import { createServer, type Server } from 'node:http';
import type { Socket } from 'node:net';
import { StreamableFile } from '@nestjs/common';
import { ExpressAdapter } from '@nestjs/platform-express';
import type { Response } from 'express';
import { uuidv7 } from 'uuidv7';
import { errorBody } from '../errors/error-body';
import { HttpProblem } from '../errors/http-problem.error';

/** Milliseconds in which a request's headers must have arrived. */
const HEADERS_TIMEOUT_MS = 10_000;

/** Milliseconds in which a whole request must have arrived. */
const REQUEST_TIMEOUT_MS = 30_000;

/** Milliseconds between two looks for connections past these bounds; Node's own 30,000 would let them stand far longer. */
const CHECK_INTERVAL_MS = 1_000;

/** Milliseconds between two looks for connections that are done, while closing. */
const SHUTDOWN_SWEEP_MS = 50;

/** Express on a server that gives slow or malformed requests no longer than they need. */
export class BoundedExpressAdapter extends ExpressAdapter {
  override initHttpServer(): void {
    const server: Server = createServer(
      {
        headersTimeout: HEADERS_TIMEOUT_MS,
        requestTimeout: REQUEST_TIMEOUT_MS,
        connectionsCheckingInterval: CHECK_INTERVAL_MS,
      },
      this.getInstance(),
    );
    server.on('clientError', answerUnreadableRequest);
    this.httpServer = server;
  }

  /** Nest would have POST routes answer 201, the contract has 200. */
  override status(response: Response, statusCode: number): Response {
    return super.status(response, statusCode === 201 ? 200 : statusCode) as Response;
  }

  /**
   * JSON is written as it is: Express would hash it for an ETag, and look whether the caller has the answer already, which is never
   * so for what changes as it is looked at.
   */
  override reply(response: Response, body: unknown, statusCode?: number): unknown {
    if (statusCode !== undefined) this.status(response, statusCode);
    if (!isPlainJson(body) || response.hasHeader('Content-Type')) return super.reply(response, body);
    const text = JSON.stringify(body);
    response.setHeader('Content-Type', 'application/json; charset=utf-8');
    response.setHeader('Content-Length', Buffer.byteLength(text));
    return response.end(text);
  }

  /** Waits for the requests in flight, but not for the connections that they leave open. */
  override async close(): Promise<void> {
    const closed = super.close();
    const sweep = setInterval(() => this.httpServer.closeIdleConnections(), SHUTDOWN_SWEEP_MS);
    try {
      await closed;
    } finally {
      clearInterval(sweep);
    }
  }
}

function isPlainJson(body: unknown): body is object {
  return (
    typeof body === 'object' && body !== null && !(body instanceof StreamableFile || body instanceof Error)
  );
}

/** Answers what Node could not read as a request, for which there is no request object and so no filter. */
function answerUnreadableRequest(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const problem =
    error.code === 'ERR_HTTP_REQUEST_TIMEOUT'
      ? new HttpProblem('request_timeout')
      : new HttpProblem('bad_request', {
          detail: 'The request is not valid HTTP, or its headers are too large',
        });
  const body = errorBody(problem, uuidv7());
  const content = JSON.stringify(body);
  socket.end(
    `HTTP/1.1 ${problem.status} ${body.title}\r\nConnection: close\r\nX-Request-Id: ${body.request_id}\r\n` +
      `Content-Type: application/json; charset=utf-8\r\nContent-Length: ${Buffer.byteLength(content)}\r\n\r\n${content}`,
  );
}
