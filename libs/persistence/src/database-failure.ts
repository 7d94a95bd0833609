import { HttpProblem } from '@aiwf/platform';
import { isPassing, withoutParameters } from './query-failure';

/** What a caller is answered when the database fails: 503 while its server is away, so that it is asked again. */
export function problemOfDatabase(error: unknown): unknown {
  if (error instanceof HttpProblem) return error;
  const cause = withoutParameters(error);
  if (!isPassing(error)) return cause;
  const detail = 'The database can not be reached at the moment; try again';
  return new HttpProblem('service_unavailable', { detail, headers: { 'Retry-After': '1' }, cause });
}
