import { STATUS_CODES } from 'node:http';
import type { ErrorBody } from '@aiwf/contracts';
import type { HttpProblem } from './http-problem.error';

/** What the caller is told of a problem. */
export function errorBody(problem: HttpProblem, requestId: string): ErrorBody {
  const { detail, status, code, errors, partial } = problem;
  return {
    detail,
    type: 'about:blank',
    title: STATUS_CODES[status] ?? 'Error',
    status,
    code,
    request_id: requestId,
    ...(errors && { errors }),
    ...(partial && { partial }),
  };
}
