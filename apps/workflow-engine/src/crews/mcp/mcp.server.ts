import { Logger } from '@nestjs/common';
import type { Tool } from '@modelcontextprotocol/sdk/types.js';
import type { McpServerConfig } from '@aiwf/platform';
import { callFailure, unavailable, wasNotTaken } from './call-failure';
import { textOf } from './call-result';
import { CallSlots } from './call.slots';
import { McpConnection, type McpCall } from './mcp.connection';
import { McpUnavailableError } from './mcp.errors';

/** Calls to one server at the same time. */
const SLOTS = 8;

/** One configured server: connected when it is first needed, and again after its connection broke. */
export class McpServer {
  private readonly logger = new Logger(McpServer.name);
  private readonly slots = new CallSlots(SLOTS);
  private connecting: Promise<McpConnection> | undefined;

  constructor(
    private readonly name: string,
    private readonly config: McpServerConfig,
  ) {}

  /** The tools it has now. @throws McpUnavailableError; the signal's reason, once aborted */
  async listTools(signal: AbortSignal): Promise<Tool[]> {
    try {
      return await this.ask(signal, (connection) => connection.listTools(signal));
    } catch (error) {
      signal.throwIfAborted();
      throw this.noted(error, unavailable(this.name, error, false));
    }
  }

  /**
   * @returns the result as text, 5 MiB at most
   * @throws McpRefusedError, McpTimeoutError, McpUnavailableError; the signal's reason, once aborted
   */
  async call(call: McpCall, signal: AbortSignal): Promise<string> {
    try {
      return textOf(await this.ask(signal, (connection) => connection.callTool(call, signal)));
    } catch (error) {
      signal.throwIfAborted();
      const { name: server, config } = this;
      throw this.noted(error, callFailure(error, { server, tool: call.tool, timeoutMs: config.timeoutMs }));
    }
  }

  /** Ends the connection, and with it the server's processes. */
  async close(): Promise<void> {
    const connection = await this.connecting?.catch(() => undefined);
    await connection?.close();
  }

  /** Asks over the connection there is; what certainly was not taken in, over a new one once more. */
  private ask<Answer>(
    signal: AbortSignal,
    request: (connection: McpConnection) => Promise<Answer>,
  ): Promise<Answer> {
    return this.slots.use(signal, async () => {
      const connection = await this.connected(signal);
      try {
        return await request(connection);
      } catch (error) {
        if (!wasNotTaken(error)) throw error;
        await connection.close();
        return request(await this.connected(signal));
      }
    });
  }

  /** A connection is made for all who wait, so it goes on when one of them leaves. */
  private async connected(signal: AbortSignal): Promise<McpConnection> {
    const standing = this.connecting;
    const connection = await standing?.catch(() => undefined);
    if (connection && !connection.closed) return connection;
    if (this.connecting === standing) {
      this.connecting = McpConnection.open(this.config).catch((error: unknown) => {
        throw this.noted(error, unavailable(this.name, error, false));
      });
    }
    return untilAborted(this.connecting as Promise<McpConnection>, signal);
  }

  /** The log tells the whole reason; it may hold what is not for users, such as paths. */
  private noted(reason: unknown, failure: Error): Error {
    if (failure instanceof McpUnavailableError && reason !== failure) {
      this.logger.warn({ msg: failure.message, mcp_server: this.name, err: reason });
    }
    return failure;
  }
}

async function untilAborted<Result>(promise: Promise<Result>, signal: AbortSignal): Promise<Result> {
  const aborted = Promise.withResolvers<never>();
  const abort = () => aborted.reject(signal.reason as Error);
  signal.addEventListener('abort', abort, { once: true });
  try {
    return await Promise.race([promise, aborted.promise]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}
