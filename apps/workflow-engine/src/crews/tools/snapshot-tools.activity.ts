import { Injectable } from '@nestjs/common';
import { ApplicationFailure } from '@temporalio/common';
import { McpServers, McpUnavailableError, mcpName, parseMcpName } from '../mcp';
import type { Activities, SnapshotToolsInput } from '../../workflows';
import { beating } from '../../temporal';
import { ToolSnapshotRepository, type SnapshotTool } from './tool-snapshot.repository';

/** Names that an error lists. */
const MAX_LISTED = 50;

/** Keeps what a run's tools of MCP servers are, so that a server which changes them doesn't change the run. */
@Injectable()
export class SnapshotToolsActivity implements Pick<Activities, 'snapshotTools'> {
  constructor(
    private readonly servers: McpServers,
    private readonly snapshots: ToolSnapshotRepository,
  ) {}

  /**
   * Asks the servers that the names belong to; other names need nothing kept. Repeated, it keeps what is kept. In a dry
   * run no server is asked: only that it is configured is looked at.
   *
   * @throws ApplicationFailure `unknown_tool` (never retried), `mcp_unavailable` (retried)
   */
  async snapshotTools({ execution_id, tools, dry_run }: SnapshotToolsInput): Promise<void> {
    const kept = new Set((await this.snapshots.of(execution_id)).map(({ name }) => name));
    const missing = [...new Set(tools)].filter((name) => !kept.has(name));
    const wanted = Map.groupBy(missing, (name) => parseMcpName(name)?.server);
    wanted.delete(undefined);
    if (wanted.size === 0) return;
    if (dry_run) return [...wanted.keys()].forEach((server) => this.assertConfigured(String(server)));
    const found = await beating((signal) =>
      Promise.all([...wanted].map(([server, names]) => this.describe(server as string, names, signal))),
    );
    await this.snapshots.keep(execution_id, found.flat());
  }

  private async describe(server: string, names: string[], signal: AbortSignal): Promise<SnapshotTool[]> {
    this.assertConfigured(server);
    const offered = await this.list(server, signal);
    return names.map((name) => {
      const tool = offered.find((candidate) => mcpName({ server, tool: candidate.tool }) === name);
      if (!tool) {
        const existing = listed(offered.map((candidate) => mcpName({ server, tool: candidate.tool })));
        throw unknown(`There is no tool "${name}"; the server has ${existing}.`);
      }
      const { description, parameters, effect, needsApproval } = tool;
      return { name, description, parameters, effect, needs_approval: needsApproval };
    });
  }

  private assertConfigured(server: string): void {
    const names = this.servers.names();
    if (names.includes(server)) return;
    throw unknown(`There is no MCP server "${server}"; this engine has ${listed(names)}.`);
  }

  private async list(server: string, signal: AbortSignal) {
    try {
      return await this.servers.tools(server, signal);
    } catch (error) {
      if (!(error instanceof McpUnavailableError)) throw error;
      throw ApplicationFailure.retryable(error.message, 'mcp_unavailable');
    }
  }
}

function unknown(message: string): ApplicationFailure {
  return ApplicationFailure.nonRetryable(message, 'unknown_tool');
}

function listed(names: string[]): string {
  if (names.length === 0) return 'none';
  return names.slice(0, MAX_LISTED).join(', ') + (names.length > MAX_LISTED ? ', …' : '');
}
