import { isUserId } from '@aiwf/contracts';
import type { Request } from 'express';

/**
 * The `user_id` that a request names where its route reads it: in the query of GET, HEAD and DELETE, else in the body.
 * Undefined when there is none, or it is not one.
 */
export function userOf(request: Request): string | undefined {
  const body: unknown = request.body;
  const inQuery = ['GET', 'HEAD', 'DELETE'].includes(request.method);
  const source = inQuery ? request.query : body;
  if (typeof source !== 'object' || source === null || !('user_id' in source)) return undefined;
  return isUserId(source.user_id) ? source.user_id : undefined;
}
