import { normalizeIp, type ThrottlerStorage } from '@nestjs/throttler';
import type { RequestHandler } from 'express';
import { isProbe } from '../http/probe-paths';
import { countKey, reportUsage, WINDOW_MS } from './usage';

/**
 * Counts requests by network address (an IPv6 address by its /64) before their body is read, so that requests which
 * fail to parse, name no user or find no route are counted too. Probes and `/metrics` are exempt.
 */
export function addressLimit(storage: ThrottlerStorage, perMinute: number): RequestHandler {
  return async (request, response, next) => {
    if (!isProbe(request)) {
      const key = countKey('address', normalizeIp(request.ip ?? ''));
      reportUsage(response, perMinute, await storage.increment(key, WINDOW_MS, perMinute, 0, 'address'));
    }
    next();
  };
}
