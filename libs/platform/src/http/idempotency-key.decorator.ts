import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { ApiHeader } from '@nestjs/swagger';
import type { Request } from 'express';
import { HttpProblem } from '../errors/http-problem.error';

const HEADER = 'Idempotency-Key';
const FORM = /^[\x21-\x7e]{1,255}$/;

/**
 * The request's `Idempotency-Key`, or undefined where it has none; the route's OpenAPI description names the header.
 * @throws HttpProblem 422 for a key that is not 1 to 255 visible ASCII characters
 */
export const IdempotencyKey: () => ParameterDecorator = createParamDecorator(readKey, [documentHeader]);

function readKey(_data: unknown, context: ExecutionContext): string | undefined {
  const key = context.switchToHttp().getRequest<Request>().header(HEADER);
  if (key === undefined || FORM.test(key)) return key;
  const message = `${HEADER} must be 1 to 255 visible ASCII characters, without spaces, or be left out`;
  throw new HttpProblem('invalid_request', {
    detail: message,
    errors: [{ path: `/${HEADER}`, message }],
  });
}

function documentHeader(controller: object, method: string | symbol | undefined): void {
  if (method === undefined) return;
  const descriptor = Object.getOwnPropertyDescriptor(controller, method);
  if (descriptor === undefined) return;
  const document = ApiHeader({
    name: HEADER,
    required: false,
    description:
      'Makes the request repeatable for 24 hours: sent again by the same user with the same body, it starts nothing ' +
      'new and gets the same answer. With another body it is refused with 422 (`idempotency_key_reused`).',
    schema: { type: 'string', minLength: 1, maxLength: 255, pattern: FORM.source },
  });
  document(controller, method, descriptor);
}
