import { StreamableHTTPError } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { McpError } from '@modelcontextprotocol/sdk/types.js';
import { OWN_CODES, SDK_CODES } from './answers';
import { McpRefusedError, McpTimeoutError, McpUnavailableError } from './mcp.errors';
import { ServerEndedError } from './stdio.transport';

/** Whose call failed. */
export interface Called {
  server: string;
  tool: string;
  timeoutMs: number;
}

/** Of a session that the server no longer knows; the request was not looked at. */
const SESSION_STATUSES = [400, 404];

/** Of a server or proxy that may do better later. */
const PASSING_STATUSES = [408, 425, 429, 500, 502, 503, 504];

/** System errors of a request that was never received. */
const NEVER_SENT = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EPIPE', 'UND_ERR_CONNECT_TIMEOUT'];

/** Whether the server certainly did nothing, so that the call may be made again over a new connection. */
export function wasNotTaken(error: unknown): boolean {
  if (error instanceof StreamableHTTPError) return SESSION_STATUSES.includes(error.code ?? 0);
  return error instanceof ServerEndedError || NEVER_SENT.includes(systemCodeOf(error) ?? '');
}

/** What a failed call means to whoever made it. */
export function callFailure(error: unknown, { server, tool, timeoutMs }: Called): Error {
  if (error instanceof McpRefusedError) return error;
  if (error instanceof McpError) {
    switch (error.code) {
      case SDK_CODES.timeout:
        return new McpTimeoutError(server, tool, timeoutMs);
      case SDK_CODES.closed:
      case OWN_CODES.lost:
        return unavailable(server, error, true);
      case OWN_CODES.tooLarge:
        return new McpRefusedError(wordsOf(error));
      default:
        return new McpRefusedError(`The tool "${tool}" of "${server}" refuses the call: ${wordsOf(error)}`);
    }
  }
  if (error instanceof StreamableHTTPError && !PASSING_STATUSES.includes(error.code ?? 0)) {
    return new McpRefusedError(`"${server}" refuses the call with status ${error.code}.`);
  }
  return unavailable(server, error, !wasNotTaken(error));
}

/** @param begun the server may have taken the call in */
export function unavailable(server: string, error: unknown, begun: boolean): McpUnavailableError {
  if (error instanceof McpUnavailableError) return error;
  return new McpUnavailableError(`The MCP server "${server}" can't be reached: ${reasonOf(error)}`, begun);
}

/** In words that hold nothing of the operator's set-up. */
function reasonOf(error: unknown): string {
  if (error instanceof StreamableHTTPError) return `it answered with status ${error.code}`;
  if (error instanceof McpError) return wordsOf(error);
  return systemCodeOf(error) ?? 'the exchange failed';
}

/** The SDK puts the code before the message. */
function wordsOf({ message }: McpError): string {
  return message.replace(/^MCP error -?\d+: /, '');
}

function systemCodeOf(error: unknown): string | undefined {
  const { code, cause } = (error ?? {}) as { code?: unknown; cause?: unknown };
  if (typeof code === 'string') return code;
  return cause === undefined ? undefined : systemCodeOf(cause);
}
