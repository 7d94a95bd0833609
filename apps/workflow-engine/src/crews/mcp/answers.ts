import { ErrorCode, type JSONRPCErrorResponse, type RequestId } from '@modelcontextprotocol/sdk/types.js';
import type { LongLine } from './message-lines';

/**
 * Codes of answers that this client gives itself in a server's place, so that one call ends and the others on the same
 * connection go on.
 */
export const OWN_CODES = { tooLarge: -32_098, lost: -32_099 } as const;

/** Codes that the SDK gives a request that no answer came to. */
export const SDK_CODES: { timeout: number; closed: number } = {
  timeout: ErrorCode.RequestTimeout,
  closed: ErrorCode.ConnectionClosed,
};

/** Bytes of one message: a result of 5 MiB as JSON, with what escapes and an envelope add. */
export const MAX_MESSAGE_BYTES = 12 * 1024 * 1024;

const FIRST_MEMBERS = /^\s*\{\s*(?:"jsonrpc"\s*:\s*"2\.0"\s*,\s*)?"id"\s*:\s*(\d+)\s*,/;
const LAST_MEMBERS = /"id"\s*:\s*(\d+)\s*(?:,\s*"jsonrpc"\s*:\s*"2\.0"\s*)?\}\s*$/;

export function ownAnswer(id: RequestId, code: number, message: string): JSONRPCErrorResponse {
  return { jsonrpc: '2.0', id, error: { code, message } };
}

/** Which request a message answers that was too long to be kept; its id stands first or last in it. */
export function requestOf({ head, tail }: LongLine): number | undefined {
  const id = (FIRST_MEMBERS.exec(head) ?? LAST_MEMBERS.exec(tail))?.[1];
  return id === undefined ? undefined : Number(id);
}
