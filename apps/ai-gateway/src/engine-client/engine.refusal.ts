import { isJsonObject } from '@aiwf/definition';
import { ERROR_STATUS, type ErrorCode, type ErrorItem } from '@aiwf/contracts';
import { HttpProblem } from '@aiwf/platform';

const LONGEST_TEXT = 2_000;
const MOST_ERRORS = 100;

/** The code of a refusal that names none, by its status. */
const CODES: Readonly<Record<number, ErrorCode>> = {
  400: 'bad_request',
  404: 'execution_not_found',
  409: 'conflict',
  413: 'body_too_large',
  422: 'invalid_workflow',
};

/**
 * Hands a refusal of the engine on to the caller, whose request it is about.
 * @returns undefined when it isn't one that the caller could act on
 */
export function refusalOf(status: number, body: unknown): HttpProblem | undefined {
  if (!isJsonObject(body) || typeof body['detail'] !== 'string') return undefined;
  const code = isCodeOf(status, body['code']) ? body['code'] : CODES[status];
  if (code === undefined) return undefined;
  return new HttpProblem(code, { detail: short(body['detail']), errors: readErrors(body['errors']) });
}

/** What the engine knows all the same of what did not end in time; undefined: it says nothing of the kind. */
export function partialOf(text: string): HttpProblem | undefined {
  const body = parsed(text);
  if (!isJsonObject(body) || body['code'] !== 'dry_run_timeout' || !isJsonObject(body['partial']))
    return undefined;
  const { detail, partial } = body;
  return new HttpProblem('dry_run_timeout', {
    ...(typeof detail === 'string' ? { detail: short(detail) } : {}),
    partial,
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isCodeOf(status: number, code: unknown): code is ErrorCode {
  return (
    typeof code === 'string' &&
    Object.hasOwn(ERROR_STATUS, code) &&
    ERROR_STATUS[code as ErrorCode] === status
  );
}

function readErrors(errors: unknown): ErrorItem[] | undefined {
  if (!Array.isArray(errors)) return undefined;
  return errors.slice(0, MOST_ERRORS).filter(isErrorItem).map(shortItem);
}

function isErrorItem(item: unknown): item is ErrorItem {
  return (
    isJsonObject(item) &&
    typeof item['path'] === 'string' &&
    typeof item['message'] === 'string' &&
    ['undefined', 'string'].includes(typeof item['hint']) &&
    ['undefined', 'string'].includes(typeof item['code'])
  );
}

function shortItem({ path, message, hint, code }: ErrorItem): ErrorItem {
  return { path: short(path), message: short(message), hint: hint && short(hint), code: code && short(code) };
}

function short(text: string): string {
  return text.length <= LONGEST_TEXT ? text : `${text.slice(0, LONGEST_TEXT)}…`;
}
