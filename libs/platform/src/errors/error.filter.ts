import {
  type ArgumentsHost,
  Catch,
  type ExceptionFilter,
  Inject,
  NotFoundException,
  Optional,
} from '@nestjs/common';
import type { Request, Response } from 'express';
import { PinoLogger } from 'nestjs-pino';
import { RouteIndex } from '../http/route-index';
import { errorBody } from './error-body';
import { HttpProblem } from './http-problem.error';
import { toProblem } from './to-problem';

/**
 * Injection token of what a failure of a resource means to the caller, `(error: unknown) => unknown`; what it doesn't know, it gives
 * back as it is. Where it is provided, it is asked about whatever is thrown: an interceptor would cost each request what
 * only a failed one needs.
 */
export const FAILURE_READER = Symbol('FAILURE_READER');

/**
 * The one edge where failures become HTTP. The body is an `ErrorBody`; its type stays `application/json` rather than
 * RFC 9457's `application/problem+json`, since clients of the contract look for JSON by that name.
 */
@Catch()
export class ErrorFilter implements ExceptionFilter {
  constructor(
    private readonly logger: PinoLogger,
    private readonly routes: RouteIndex,
    @Optional() @Inject(FAILURE_READER) private readonly read: (error: unknown) => unknown = (error) => error,
  ) {}

  catch(thrown: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<Request>();
    const response = host.switchToHttp().getResponse<Response>();
    const problem =
      thrown instanceof NotFoundException ? this.noRoute(request) : toProblem(this.read(thrown));
    if (problem.status >= 500) {
      const cause = problem.cause ?? problem;
      this.logger.error({ request_id: request.id, code: problem.code, err: cause }, problem.detail);
    }
    if (response.headersSent) {
      response.end();
      return;
    }
    response
      .status(problem.status)
      .set(problem.headers ?? {})
      .json(errorBody(problem, response.get('X-Request-Id') ?? ''));
  }

  /** Nest's router found nothing. A path that exists under another method is 405, which Express itself never says. */
  private noRoute({ path, method }: Request): HttpProblem {
    const allowed = this.routes.methodsOf(path).join(', ');
    if (allowed === '') {
      return new HttpProblem('not_found', { detail: `Not found: no route ${method} here, see /docs` });
    }
    return new HttpProblem('method_not_allowed', {
      detail: `Method not allowed: use ${allowed}`,
      headers: { Allow: allowed },
    });
  }
}
