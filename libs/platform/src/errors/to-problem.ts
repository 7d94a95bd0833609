import { ERROR_STATUS, type ErrorCode } from '@aiwf/contracts';
import { HttpException } from '@nestjs/common';
import { HttpProblem } from './http-problem.error';

/** The code that stands for a status where nothing more exact is known. */
const CODES: Readonly<Record<number, ErrorCode>> = {
  400: 'bad_request',
  404: 'not_found',
  405: 'method_not_allowed',
  408: 'request_timeout',
  409: 'conflict',
  413: 'body_too_large',
  415: 'unsupported_media_type',
  422: 'invalid_request',
  429: 'rate_limited',
  503: 'service_unavailable',
};

/**
 * Makes a problem of whatever was thrown. Of errors that nobody meant for the caller, nothing but "Internal server
 * error" is told; they stay as the cause, for the log.
 */
export function toProblem(thrown: unknown): HttpProblem {
  if (thrown instanceof HttpProblem) return thrown;
  if (isHttpError(thrown)) return fromStatus(thrown.statusCode, thrown.message, thrown);
  if (thrown instanceof HttpException) return fromStatus(thrown.getStatus(), thrown.message, thrown);
  return new HttpProblem('internal_error', { cause: thrown });
}

function fromStatus(status: number, message: string, cause: unknown): HttpProblem {
  const code = CODES[status] ?? (status >= 400 && status < 500 ? 'bad_request' : 'internal_error');
  const tellable = ERROR_STATUS[code] < 500 && message !== '' && code !== 'not_found';
  return new HttpProblem(code, { detail: tellable ? message : undefined, cause });
}

/** An error of the `http-errors` package, as the body parser and Express throw. */
function isHttpError(thrown: unknown): thrown is Error & { statusCode: number } {
  return thrown instanceof Error && 'statusCode' in thrown && 'expose' in thrown && thrown.expose === true;
}
