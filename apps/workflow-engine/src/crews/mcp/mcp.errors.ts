/** The server answered, with something that is no result; the message is for the model that called. */
export class McpRefusedError extends Error {
  override readonly name = 'McpRefusedError';
}

/** The server can't be reached, or the connection ended before it answered. */
export class McpUnavailableError extends Error {
  override readonly name = 'McpUnavailableError';

  /** @param begun the server may have taken the call in; false: it certainly did nothing */
  constructor(
    message: string,
    readonly begun: boolean,
  ) {
    super(message);
  }
}

/** The server took the call in and did not answer in time. */
export class McpTimeoutError extends McpUnavailableError {
  constructor(server: string, tool: string, timeoutMs: number) {
    super(`The tool "${tool}" of "${server}" did not answer within ${timeoutMs / 1000} s`, true);
  }
}
