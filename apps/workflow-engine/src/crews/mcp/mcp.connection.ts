import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { CfWorkerJsonSchemaValidator } from '@modelcontextprotocol/sdk/validation/cfworker';
import {
  CallToolResultSchema,
  ListToolsResultSchema,
  type CallToolResult,
  type Tool,
} from '@modelcontextprotocol/sdk/types.js';
import type { JsonObject } from '@aiwf/definition';
import type { McpServerConfig } from '@aiwf/platform';
import { httpTransport } from './http.transport';
import { StdioTransport } from './stdio.transport';

/** Milliseconds that starting a server and its first exchange may take, and that one page of its list may. */
const SETUP_TIMEOUT_MS = 30_000;

/** A server that lists more than this many pages is asked no further. */
const MAX_PAGES = 50;

/** A call beside its arguments. */
export interface McpCall {
  tool: string;
  args: JsonObject;
  /** The same for every attempt at the same call. */
  idempotencyKey?: string | undefined;
}

/** One live connection to a server. */
export class McpConnection {
  /** Nothing more can be asked over it. */
  closed = false;

  private constructor(
    private readonly client: Client,
    private readonly timeoutMs: number,
  ) {
    // oxlint-disable-next-line unicorn/prefer-add-event-listener -- the SDK's client is no event target
    client.onclose = () => {
      this.closed = true;
    };
  }

  /** @throws Error when it can't be reached, with what the server wrote to its standard error last */
  static async open({ transport: config, timeoutMs }: McpServerConfig): Promise<McpConnection> {
    const transport =
      config.kind === 'stdio'
        ? new StdioTransport(config)
        : httpTransport(config, Math.max(timeoutMs, SETUP_TIMEOUT_MS));
    const client = new Client(
      { name: 'workflow-engine', version: '1' },
      // The SDK's own choice compiles schemas to code.
      { capabilities: {}, jsonSchemaValidator: new CfWorkerJsonSchemaValidator() },
    );
    const connection = new McpConnection(client, timeoutMs);
    try {
      await client.connect(transport, { timeout: SETUP_TIMEOUT_MS });
      return connection;
    } catch (error) {
      await transport.close();
      if (!(transport instanceof StdioTransport) || transport.stderr === '') throw error;
      throw new Error(`${(error as Error).message}: ${transport.stderr.trim()}`, { cause: error });
    }
  }

  async listTools(signal: AbortSignal): Promise<Tool[]> {
    const tools: Tool[] = [];
    let cursor: string | undefined;
    for (let page = 0; page < MAX_PAGES; page += 1) {
      const listed = await this.client.request(
        { method: 'tools/list', params: cursor === undefined ? {} : { cursor } },
        ListToolsResultSchema,
        { signal, timeout: SETUP_TIMEOUT_MS },
      );
      tools.push(...listed.tools);
      cursor = listed.nextCursor;
      if (cursor === undefined) break;
    }
    return tools;
  }

  callTool({ tool, args, idempotencyKey }: McpCall, signal: AbortSignal): Promise<CallToolResult> {
    const meta = idempotencyKey === undefined ? {} : { _meta: { idempotencyKey } };
    return this.client.request(
      { method: 'tools/call', params: { name: tool, arguments: args, ...meta } },
      CallToolResultSchema,
      { signal, timeout: this.timeoutMs },
    );
  }

  async close(): Promise<void> {
    this.closed = true;
    await this.client.close();
  }
}
