import { type IncomingMessage, request as overHttp } from 'node:http';
import { request as overTls } from 'node:https';
import { parseRetryAfter } from '@aiwf/platform';
import { Inject, Injectable } from '@nestjs/common';
import { EngineFailure } from './engine.failure';
import { partialOf, refusalOf } from './engine.refusal';

const LARGEST_ANSWER_BYTES = 16 * 1024 * 1024;

/** Where the engine is. */
export interface EngineAddress {
  /** Base URL, without a trailing slash. */
  readonly engineUrl: string;
  /** Milliseconds that one request may take, its answer included. */
  readonly engineTimeoutMs: number;
}

/** Injection token of the {@link EngineAddress}. */
export const ENGINE_ADDRESS = Symbol('ENGINE_ADDRESS');

/** One request to the engine. */
export interface EngineRequest {
  method: 'GET' | 'POST' | 'DELETE';
  path: string;
  query?: Record<string, string>;
  body?: object;
  requestId?: string;
  idempotencyKey?: string;
  /** Milliseconds; absent: the configured bound. */
  timeoutMs?: number;
  /** Has an effect each time it arrives: it is not sent again once it may have. */
  once?: boolean;
  /** Bytes of the answer at most; absent: 16 MiB. */
  answerBytes?: number;
  /** Aborted once nobody waits for the answer any more: the engine is told by the connection's end. */
  gone?: AbortSignal;
}

interface Answer {
  status: number;
  retryAfter: string | undefined;
  text: string;
}

/**
 * Sends single requests over connections that stay open: bounded in time and size, no redirects, no proxy. By Node's own
 * client, since one with more to it takes more time than all else that the gateway does for a status.
 */
@Injectable()
export class EngineTransport {
  constructor(@Inject(ENGINE_ADDRESS) private readonly address: EngineAddress) {}

  /**
   * @returns the parsed body of a successful answer
   * @throws EngineFailure when there is no usable answer
   * @throws HttpProblem when the engine refuses the request for a reason that the caller can act on
   */
  async send(request: EngineRequest): Promise<unknown> {
    const { status, retryAfter, text } = await this.exchange(request);
    const retryAfterMs = parseRetryAfter(retryAfter, Date.now());
    const { once } = request;
    if (status === 502 || status === 503)
      throw new EngineFailure('unavailable', `answered ${status}`, retryAfterMs, once);
    if (status === 504)
      throw partialOf(text) ?? new EngineFailure('timeout', 'answered 504', retryAfterMs, once);
    if (status === 429) throw new EngineFailure('rate_limited', 'answered 429', retryAfterMs);
    const body = parse(text, status);
    if (status >= 200 && status < 300) return body;
    throw refusalOf(status, body) ?? new EngineFailure('unintelligible', `answered ${status}`);
  }

  private exchange(request: EngineRequest): Promise<Answer> {
    const { method, body, once, timeoutMs, answerBytes = LARGEST_ANSWER_BYTES, gone } = request;
    const send = this.address.engineUrl.startsWith('https:') ? overTls : overHttp;
    return new Promise((resolve, reject) => {
      const exchange = send(this.urlOf(request), { method, headers: headersOf(request) });
      const giveUp = (failure: EngineFailure) => {
        reject(failure);
        exchange.destroy();
      };
      const tooLate = () => giveUp(new EngineFailure('timeout', 'did not answer in time', undefined, once));
      const timer = setTimeout(tooLate, timeoutMs ?? this.address.engineTimeoutMs);
      gone?.addEventListener('abort', tooLate);
      exchange.once('close', () => {
        clearTimeout(timer);
        gone?.removeEventListener('abort', tooLate);
      });
      const broken = (error: NodeJS.ErrnoException) => reject(failureOf(error, once));
      exchange.on('error', broken);
      exchange.once('response', (response) => {
        response.on('error', broken);
        collect(response, answerBytes, resolve, giveUp);
      });
      exchange.end(body && JSON.stringify(body));
      if (gone?.aborted) tooLate();
    });
  }

  private urlOf({ path, query }: EngineRequest): string {
    const address = `${this.address.engineUrl}${path}`;
    return query === undefined ? address : `${address}?${new URLSearchParams(query).toString()}`;
  }
}

function headersOf({ body, requestId, idempotencyKey }: EngineRequest): Record<string, string> {
  return {
    Accept: 'application/json',
    ...(body !== undefined && { 'Content-Type': 'application/json' }),
    ...(requestId && { 'X-Request-Id': requestId }),
    ...(idempotencyKey && { 'Idempotency-Key': idempotencyKey }),
  };
}

/** Reads an answer to its end, and gives up one that is too large. */
function collect(
  response: IncomingMessage,
  mostBytes: number,
  resolve: (answer: Answer) => void,
  giveUp: (failure: EngineFailure) => void,
): void {
  const chunks: Buffer[] = [];
  let bytes = 0;
  response.on('data', (chunk: Buffer) => {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes > mostBytes)
      giveUp(new EngineFailure('unintelligible', `answered more than ${mostBytes} bytes`));
  });
  response.once('end', () => {
    const { statusCode: status = 0, headers } = response;
    resolve({ status, retryAfter: headers['retry-after'], text: Buffer.concat(chunks).toString() });
  });
}

function failureOf({ code, message }: NodeJS.ErrnoException, once = false): EngineFailure {
  return new EngineFailure('unreachable', code ?? message, undefined, once && code !== 'ECONNREFUSED');
}

function parse(data: string, status: number): unknown {
  try {
    return JSON.parse(data);
  } catch {
    throw new EngineFailure('unintelligible', `answered ${status} with what is not JSON`);
  }
}
