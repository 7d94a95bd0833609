import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { Effect, JsonObject } from '@aiwf/definition';
import type { EngineConfig, McpServerConfig } from '@aiwf/platform';
import { ENGINE_CONFIG } from '../../engine-config';
import type { McpCall } from './mcp.connection';
import { McpServer } from './mcp.server';
import { effectOf, needsApproval } from './tool-effects';

/** A tool as its server describes it now. */
export interface McpTool {
  /** The server's own name for it. */
  tool: string;
  description: string;
  /** JSON Schema of its arguments. */
  parameters: JsonObject;
  effect: Effect;
  needsApproval: boolean;
}

interface Configured {
  config: McpServerConfig;
  server: McpServer;
}

/** The MCP servers of this engine, by the names that the operator gave them. */
@Injectable()
export class McpServers implements OnApplicationShutdown {
  private readonly servers: ReadonlyMap<string, Configured>;

  constructor(@Inject(ENGINE_CONFIG) { mcpServers }: EngineConfig) {
    this.servers = new Map(
      Object.entries(mcpServers).map(([name, config]) => [
        name,
        { config, server: new McpServer(name, config) },
      ]),
    );
  }

  /** Names of the configured servers. */
  names(): string[] {
    return [...this.servers.keys()];
  }

  /**
   * What a server's tools are now; tools that take part only in long-running tasks are left out.
   * @throws McpUnavailableError; Error when no such server is configured
   */
  async tools(name: string, signal: AbortSignal): Promise<McpTool[]> {
    const { config, server } = this.find(name);
    const listed = await server.listTools(signal);
    return listed
      .filter(({ execution }) => execution?.taskSupport !== 'required')
      .map(({ name: tool, title, description, inputSchema, annotations }) => {
        const effect = effectOf(config, tool, annotations);
        return {
          tool,
          description: description ?? title ?? '',
          parameters: inputSchema as JsonObject,
          effect,
          needsApproval: needsApproval(config, tool, effect),
        };
      });
  }

  /**
   * Calls a tool.
   * @returns its result as text, 5 MiB at most
   * @throws McpRefusedError for the model; McpUnavailableError, McpTimeoutError; the signal's reason, once aborted
   */
  async call(name: string, call: McpCall, signal: AbortSignal): Promise<string> {
    return this.find(name).server.call(call, signal);
  }

  /** Ends every connection, and with it the servers that run as child processes. */
  async onApplicationShutdown(): Promise<void> {
    await Promise.all([...this.servers.values()].map(({ server }) => server.close()));
  }

  private find(name: string): Configured {
    const found = this.servers.get(name);
    if (!found) throw new Error(`No MCP server "${name}" is configured`);
    return found;
  }
}
