import { MIMEType } from 'node:util';
import express, { type NextFunction, type Request, type RequestHandler, type Response } from 'express';
import { HttpProblem } from '../errors/http-problem.error';
import { findForbiddenContent } from './json-content';
import { exceedsDepth, MAX_JSON_DEPTH } from './json-depth';

/**
 * Reads the body of every request that may have one, as a JSON object in UTF-8, and refuses before anything walks it
 * what could harm whoever does: too large (413), another type, charset or encoding (415), not JSON, not an object, too
 * deep, or holding what `findForbiddenContent` names (422). A request without a body has `body` undefined.
 */
export function jsonBody(limitBytes: number): RequestHandler {
  const router = express.Router();
  router.use((request, _response, next) => {
    refuseBeforeReading(request, limitBytes);
    next();
  });
  router.use(express.raw({ type: () => true, limit: limitBytes, inflate: false }));
  router.use((error: unknown, _request: Request, _response: Response, next: NextFunction) => {
    next(isTooLarge(error) ? bodyTooLarge(limitBytes) : error);
  });
  router.use(parseBody);
  return (request, response, next) => (hasBody(request) ? router(request, response, next) : next());
}

function bodyTooLarge(limitBytes: number): HttpProblem {
  return new HttpProblem('body_too_large', {
    detail: `The request body is too large: send at most ${limitBytes.toLocaleString('en')} bytes`,
  });
}

function isTooLarge(error: unknown): boolean {
  return error instanceof Error && 'type' in error && error.type === 'entity.too.large';
}

function hasBody({ method, headers }: Request): boolean {
  if (method === 'GET' || method === 'HEAD') return false;
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

function refuseBeforeReading({ headers }: Request, limitBytes: number): void {
  if (Number(headers['content-length'] ?? 0) > limitBytes) throw bodyTooLarge(limitBytes);
  if (!isJsonInUtf8(headers['content-type'])) throw new HttpProblem('unsupported_media_type');
  if ((headers['content-encoding'] ?? 'identity').toLowerCase() !== 'identity') {
    throw new HttpProblem('unsupported_media_type', {
      detail: 'Send the body without compression: leave Content-Encoding out',
    });
  }
}

function isJsonInUtf8(contentType: string | undefined): boolean {
  if (contentType === undefined || !canParseType(contentType)) return false;
  const { essence, params } = new MIMEType(contentType);
  return essence === 'application/json' && /^utf-?8$/i.test(params.get('charset') ?? 'utf-8');
}

function canParseType(contentType: string): boolean {
  try {
    return new MIMEType(contentType).essence !== '';
  } catch {
    return false;
  }
}

function parseBody(request: Request, _response: Response, next: NextFunction): void {
  const bytes: unknown = request.body;
  request.body = Buffer.isBuffer(bytes) && bytes.length > 0 ? parseJsonObject(bytes) : undefined;
  next();
}

function parseJsonObject(bytes: Buffer): object {
  const text = decodeUtf8(bytes);
  if (exceedsDepth(text, MAX_JSON_DEPTH)) {
    throw refused(`The body nests deeper than ${MAX_JSON_DEPTH} levels: flatten it`);
  }
  const value = parseJson(text);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw refused('The body must be a JSON object, such as {"user_id": "user123"}');
  }
  const found = findForbiddenContent(value);
  if (found) {
    throw new HttpProblem('invalid_request', {
      detail: `At ${found.path}: ${found.message}. ${found.hint}`,
      errors: [found],
    });
  }
  return value;
}

function decodeUtf8(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw refused('The body is not valid UTF-8: encode it as UTF-8', cause);
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw refused(
      `The body is not valid JSON: ${cause instanceof Error ? cause.message : 'syntax error'}`,
      cause,
    );
  }
}

function refused(detail: string, cause?: unknown): HttpProblem {
  return new HttpProblem('invalid_request', { detail, cause });
}
