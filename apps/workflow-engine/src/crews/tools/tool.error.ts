/**
 * Why a call has no result.
 * - `unknown_tool`: no tool has the name.
 * - `invalid_arguments`: they don't satisfy the tool's schema, or mean nothing to it.
 * - `tool_failed`: the call was made and failed.
 */
export type ToolErrorCode = 'unknown_tool' | 'invalid_arguments' | 'tool_failed';

/** A call without a result. The message is written for the model that called, so that it can correct itself. */
export class ToolError extends Error {
  override readonly name = 'ToolError';
  /** Whether the same call may succeed later. */
  readonly retryable: boolean;

  constructor(
    readonly code: ToolErrorCode,
    message: string,
    options: { retryable?: boolean } = {},
  ) {
    super(message);
    this.retryable = options.retryable ?? false;
  }
}

/** A call that came to no end, for a reason that the model can't mend; the same call may succeed later. */
export class ToolUnavailableError extends Error {
  override readonly name = 'ToolUnavailableError';
  readonly code = 'mcp_unavailable';

  /** @param begun the tool may have had its effect; false: it certainly had none */
  constructor(
    message: string,
    readonly begun: boolean,
  ) {
    super(message);
  }
}
