import { Injectable } from '@nestjs/common';
import { ApplicationFailure, CancelledFailure } from '@temporalio/common';
import type { Json } from '@aiwf/definition';
import { digestOf, patiently } from '@aiwf/persistence';
import { parseRetryAfter } from '@aiwf/platform';
import { MAX_ANSWER_CHARACTERS, Values } from '../blobs';
import { EgressClient, EgressError } from '../egress';
import { CallAttempts, ToolCallsRepository } from '../ledger';
import { isLost, Recordings } from '../recordings';
import type { Activities, HttpRequestInput, HttpRequestResult } from '../workflows';
import { SecretsService, type HttpAnswer, type ResolvedRequest } from './secrets.service';

const RETRYABLE_STATUS = new Set([408, 425, 429]);

/** Bytes of an answer's body. */
const MAX_RESPONSE_BYTES = 5 * 1024 * 1024;

const NAME = 'http_request';
const POSITION = 0;

/** The call of an `http_request` node; an answer that is recorded is not asked for again. */
@Injectable()
export class HttpRequestActivity implements Pick<Activities, 'httpRequest'> {
  constructor(
    private readonly attempts: CallAttempts,
    private readonly egress: EgressClient,
    private readonly ledger: ToolCallsRepository,
    private readonly secrets: SecretsService,
    private readonly values: Values,
    private readonly recordings: Recordings,
  ) {}

  /**
   * @throws ApplicationFailure `http_status` for an answer that is not 2xx, retryable for 408, 425, 429, 5xx and the
   * node's own, and then after the answer's Retry-After; the egress error's own code when there was no answer;
   * `not_recorded` where only recorded calls are taken
   */
  async httpRequest(input: HttpRequestInput): Promise<HttpRequestResult> {
    await this.recordings.turn(input);
    return this.attempts.make(input.key, POSITION, (signal) => this.attempt(input, signal));
  }

  private async attempt(input: HttpRequestInput, signal: AbortSignal): Promise<HttpRequestResult> {
    const { key, node_id, effect } = input;
    const body = input.body && (await this.values.load(key.lineage, input.body));
    const call = await this.ledger.begin(key, {
      position: POSITION,
      nodeId: node_id,
      call: {
        callId: NAME,
        name: NAME,
        arguments: input.dry_run ? sentBy(input, body) : { method: input.method, url: input.url },
        effect,
        digest: digestOf(sentBy(input, body)),
      },
      mustBeMade: input.undoing === true && !input.recorded_only,
      again: input.again,
    });
    if (call.result) return { output: call.result.content };
    if (input.recorded_only) {
      const there = this.recordings.courseOf(input)?.toolCall(key.path, key.turn, POSITION);
      if (there && isLost(there)) return { output: { json: null }, outcome_unknown: true };
      return this.recordings.missing(input, `The request of ${key.path}`, Boolean(there?.result));
    }
    if (input.dry_run) return this.rehearse(input, body);
    if (!call.fresh && call.effect === 'irreversible')
      return { output: { json: null }, outcome_unknown: true };
    const request = this.secrets.resolve(input);
    const startedAt = Date.now();
    const answer = await this.send(input, { ...request, body }, signal);
    if (!answer) return { output: { json: null }, outcome_unknown: true };
    const durationMs = Date.now() - startedAt;
    // It is answered: nothing but the end of this process may keep it out of the ledger.
    return patiently(() => this.record(input, answer, durationMs), signal);
  }

  private async record(
    { key, node_id, method, url }: HttpRequestInput,
    answer: HttpAnswer,
    durationMs: number,
  ): Promise<HttpRequestResult> {
    const output = await this.values.keep(key.lineage, answer as unknown as Json, MAX_ANSWER_CHARACTERS);
    const told = { method, host: new URL(url).host, status: answer.status };
    const event = { type: 'http.call' as const, nodeId: node_id, durationMs, told };
    await this.ledger.record(key, POSITION, { ok: true, content: output }, event);
    return { output };
  }

  /** Checks the request as far as that needs nobody, and makes an answer up; what would be sent stands in the ledger. */
  private async rehearse(input: HttpRequestInput, body: Json | undefined): Promise<HttpRequestResult> {
    const { method, url } = input;
    try {
      this.egress.check({ method, url });
      const { headers, query } = this.secrets.resolve(input);
      this.egress.check({ method, url, headers, query, ...(body === undefined ? {} : { body }) });
    } catch (error) {
      throw error instanceof EgressError ? ApplicationFailure.nonRetryable(error.message, error.code) : error;
    }
    const answer = { status: 200, headers: {}, body: `[answer of ${method} ${new URL(url).host}]` };
    return this.record(input, answer, 0);
  }

  /** @returns undefined when the other side may have acted on an irreversible request, and nobody can tell */
  private async send(
    input: HttpRequestInput,
    request: ResolvedRequest & { body: Json | undefined },
    signal: AbortSignal,
  ): Promise<HttpAnswer | undefined> {
    const { key, method, url } = input;
    const answer = await this.answerTo(input, request, signal);
    if (!answer) return undefined;
    const { status, headers } = answer;
    if (status >= 200 && status < 300) return request.redacted({ status, headers, body: answer.body });
    // The other side answered that it did not do it.
    await patiently(() => this.ledger.withdraw(key, POSITION), signal);
    const delay = parseRetryAfter(headers['retry-after'], Date.now());
    throw ApplicationFailure.create({
      message: `${method} ${new URL(url).host} answered ${status}`,
      type: 'http_status',
      nonRetryable: !mayPass(status, input.retry_statuses),
      ...(delay === undefined ? {} : { nextRetryDelay: delay }),
    });
  }

  private async answerTo(
    { key, method, url, timeout_ms, idempotency_key, effect }: HttpRequestInput,
    { headers, query, body }: ResolvedRequest & { body: Json | undefined },
    signal: AbortSignal,
  ) {
    try {
      return await this.egress.request({
        method,
        url,
        headers: {
          ...headers,
          ...(idempotency_key === undefined ? {} : { 'idempotency-key': idempotency_key }),
        },
        query,
        timeoutMs: timeout_ms,
        maxBytes: MAX_RESPONSE_BYTES,
        signal,
        ...(body === undefined ? {} : { body }),
      });
    } catch (error) {
      if (signal.aborted) throw new CancelledFailure('The request was cancelled');
      if (!(error instanceof EgressError)) throw error;
      if (!error.sent) await patiently(() => this.ledger.withdraw(key, POSITION), signal);
      else if (effect === 'irreversible' && error.code !== 'response_too_large') return undefined;
      throw ApplicationFailure.create({
        message: error.message,
        type: error.code,
        nonRetryable: !error.retryable,
      });
    }
  }
}

function mayPass(status: number, own: readonly number[]): boolean {
  return RETRYABLE_STATUS.has(status) || status >= 500 || own.includes(status);
}

/** What makes two requests the same; of a secret its name alone. */
function sentBy(
  { method, url, headers, query, idempotency_key }: HttpRequestInput,
  body: Json | undefined,
): Json {
  return {
    method,
    url,
    headers: headers as unknown as Json,
    query: query as unknown as Json,
    body: body ?? null,
    idempotency_key: idempotency_key ?? null,
  };
}
