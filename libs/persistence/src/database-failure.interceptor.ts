import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import { HttpProblem } from '@aiwf/platform';
import { catchError, type Observable } from 'rxjs';
import { isPassing, withoutParameters } from './query-failure';

/** What a caller is answered when the database fails: 503 while its server is away, so that it is asked again. */
@Injectable()
export class DatabaseFailureInterceptor implements NestInterceptor {
  intercept(_context: ExecutionContext, next: CallHandler): Observable<unknown> {
    return next.handle().pipe(
      catchError((error: unknown) => {
        throw answerTo(error);
      }),
    );
  }
}

function answerTo(error: unknown): unknown {
  if (error instanceof HttpProblem) return error;
  const cause = withoutParameters(error);
  if (!isPassing(error)) return cause;
  const detail = 'The database can not be reached at the moment; try again';
  return new HttpProblem('service_unavailable', { detail, headers: { 'Retry-After': '1' }, cause });
}
