import { parseRetryAfter } from '@aiwf/platform';
import { HttpService } from '@nestjs/axios';
import { Inject, Injectable } from '@nestjs/common';
import { type AxiosResponse, isAxiosError } from 'axios';
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

/** Sends single requests: bounded in time and size, no redirects, no proxy. */
@Injectable()
export class EngineTransport {
  constructor(
    private readonly http: HttpService,
    @Inject(ENGINE_ADDRESS) private readonly address: EngineAddress,
  ) {}

  /**
   * @returns the parsed body of a successful answer
   * @throws EngineFailure when there is no usable answer
   * @throws HttpProblem when the engine refuses the request for a reason that the caller can act on
   */
  async send(request: EngineRequest): Promise<unknown> {
    const { status, headers, data } = await this.exchange(request);
    const retryAfterMs = parseRetryAfter(headers['retry-after'], Date.now());
    const { once } = request;
    if (status === 502 || status === 503)
      throw new EngineFailure('unavailable', `answered ${status}`, retryAfterMs, once);
    if (status === 504)
      throw partialOf(data) ?? new EngineFailure('timeout', 'answered 504', retryAfterMs, once);
    if (status === 429) throw new EngineFailure('rate_limited', 'answered 429', retryAfterMs);
    const body = parse(data, status);
    if (status >= 200 && status < 300) return body;
    throw refusalOf(status, body) ?? new EngineFailure('unintelligible', `answered ${status}`);
  }

  private async exchange({
    method,
    path,
    query,
    body,
    requestId,
    idempotencyKey,
    timeoutMs,
    once,
    answerBytes = LARGEST_ANSWER_BYTES,
    gone,
  }: EngineRequest): Promise<AxiosResponse<string>> {
    const late = AbortSignal.timeout(timeoutMs ?? this.address.engineTimeoutMs);
    const signal = gone ? AbortSignal.any([gone, late]) : late;
    try {
      return await this.http.axiosRef.request<string>({
        method,
        url: `${this.address.engineUrl}${path}`,
        params: query,
        data: body,
        headers: {
          Accept: 'application/json',
          ...(requestId && { 'X-Request-Id': requestId }),
          ...(idempotencyKey && { 'Idempotency-Key': idempotencyKey }),
        },
        signal,
        responseType: 'text',
        transformResponse: (text: string) => text,
        validateStatus: () => true,
        maxContentLength: answerBytes,
        maxRedirects: 0,
        proxy: false,
      });
    } catch (error) {
      throw failureOf(error, signal.aborted, once);
    }
  }
}

function failureOf(error: unknown, timedOut: boolean, once = false): unknown {
  if (timedOut) return new EngineFailure('timeout', 'did not answer in time', undefined, once);
  if (!isAxiosError(error)) return error;
  if (error.code === 'ERR_BAD_RESPONSE' && error.message.startsWith('maxContentLength')) {
    return new EngineFailure('unintelligible', `answered too much: ${error.message}`);
  }
  const refused = error.code === 'ECONNREFUSED';
  return new EngineFailure('unreachable', error.code ?? error.message, undefined, once && !refused);
}

function parse(data: string, status: number): unknown {
  try {
    return JSON.parse(data);
  } catch {
    throw new EngineFailure('unintelligible', `answered ${status} with what is not JSON`);
  }
}
