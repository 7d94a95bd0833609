import type { Request } from 'express';

const PROBE_PATHS: ReadonlySet<string> = new Set(['/health', '/livez', '/readyz', '/metrics']);

/** Whether a request comes from the machinery that watches the service: exempt from rate limits, logged at debug only. */
export function isProbe({ method, path }: Request): boolean {
  return (method === 'GET' || method === 'HEAD') && PROBE_PATHS.has(path);
}
