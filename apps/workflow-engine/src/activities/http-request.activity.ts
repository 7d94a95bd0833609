import { Injectable } from '@nestjs/common';
import { parseRetryAfter } from '@aiwf/platform';
import { ApplicationFailure, CancelledFailure } from '@temporalio/common';
import { EgressClient, EgressError } from '../egress';
import type { HttpRequestInput, HttpRequestResult } from '../workflows';
import { beating } from '../temporal';

const RETRYABLE_STATUS = new Set([408, 425, 429]);

/** The call of an `http_request` node. */
@Injectable()
export class HttpRequestActivity {
  constructor(private readonly egress: EgressClient) {}

  /**
   * @throws ApplicationFailure `http_status` for an answer that is not 2xx, retryable for 408, 425, 429 and 5xx and then
   * after the answer's Retry-After; the egress error's own code when there was no answer
   */
  async httpRequest({ timeout_ms, ...request }: HttpRequestInput): Promise<HttpRequestResult> {
    const { status, headers, body } = await beating(async (signal) => {
      try {
        return await this.egress.request({ ...request, timeoutMs: timeout_ms, signal });
      } catch (error) {
        if (signal.aborted) throw new CancelledFailure('The request was cancelled');
        if (!(error instanceof EgressError)) throw error;
        throw ApplicationFailure.create({
          message: error.message,
          type: error.code,
          nonRetryable: !error.retryable,
        });
      }
    });
    if (status >= 200 && status < 300) return { status, headers, body };
    const delay = parseRetryAfter(headers['retry-after'], Date.now());
    throw ApplicationFailure.create({
      message: `${request.method} ${new URL(request.url).host} answered ${status}`,
      type: 'http_status',
      nonRetryable: !(RETRYABLE_STATUS.has(status) || status >= 500),
      ...(delay === undefined ? {} : { nextRetryDelay: delay }),
    });
  }
}
