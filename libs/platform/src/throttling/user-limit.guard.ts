import { Injectable } from '@nestjs/common';
import { ThrottlerGuard, type ThrottlerRequest } from '@nestjs/throttler';
import type { Request, Response } from 'express';
import { userOf } from '../http/request-user';
import { GENERATION_LIMIT } from './generation-limit.decorator';
import { countKey, reportUsage } from './usage';

/**
 * Counts requests by `user_id` over all routes together, and those to `@GenerationLimit()` routes a second time. A
 * request without a usable `user_id` is counted by its address alone.
 */
@Injectable()
export class UserLimitGuard extends ThrottlerGuard {
  protected override async handleRequest(request: ThrottlerRequest): Promise<boolean> {
    const { context, limit, ttl, blockDuration, throttler } = request;
    const http = context.switchToHttp();
    const user = userOf(http.getRequest<Request>());
    const name = throttler.name === 'generation' ? 'generation' : 'default';
    if (user === undefined) return true;
    if (name === 'generation' && !this.reflector.get<boolean>(GENERATION_LIMIT, context.getHandler()))
      return true;
    const usage = await this.storageService.increment(countKey(name, user), ttl, limit, blockDuration, name);
    reportUsage(http.getResponse<Response>(), limit, usage);
    return true;
  }
}
