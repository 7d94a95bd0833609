import type { NextFunction, Request, Response } from 'express';
import { uuidv7 } from 'uuidv7';
import { inRequest } from '../logging/request-scope';

const USABLE_ID = /^[A-Za-z0-9._:-]{1,128}$/;

/**
 * Gives each request its id (the caller's `X-Request-Id` where it is usable: 1 to 128 letters, digits, `.`, `_`, `:`,
 * `-`) and each response that id and the one security header that a JSON service needs. Its log has the id, too.
 */
export function requestId(request: Request, response: Response, next: NextFunction): void {
  const given = request.get('x-request-id');
  const id = given !== undefined && USABLE_ID.test(given) ? given : uuidv7();
  request.id = id;
  response.set({ 'X-Request-Id': id, 'X-Content-Type-Options': 'nosniff' });
  inRequest(id, next);
}
