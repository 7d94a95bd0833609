import { Injectable } from '@nestjs/common';
import { BUILT_IN_TOOLS, type AbsentToolServer, type ToolList, type ToolView } from '@aiwf/contracts';
import { McpServers, McpUnavailableError, mcpName, type McpTool } from './mcp';
import { ASK_HUMAN } from './offered-tools';
import { ToolCatalogue } from './tools';

/** How long a list is given out again, in milliseconds: many may ask at once, and servers start processes for it. */
const KEPT_MS = 5_000;

/** How long one server may take to tell its tools, in milliseconds. */
const SERVER_TIMEOUT_MS = 5_000;

/** Tools listed of one server. */
const MAX_TOOLS = 500;

const MAX_DESCRIPTION_CHARACTERS = 2_000;
const MAX_PARAMETERS_CHARACTERS = 16_384;

/** What a graph can write in `tools`; a server's other tools can't be named. */
const NAMEABLE = /^mcp:[A-Za-z0-9_-]{1,64}\/[A-Za-z0-9_./-]{1,128}$/;

/** The tools that agents may be given now. */
@Injectable()
export class ToolListing {
  private kept: { list: Promise<ToolList>; until: number } | undefined;

  constructor(
    private readonly catalogue: ToolCatalogue,
    private readonly servers: McpServers,
  ) {}

  /**
   * The tools of this engine and of the servers that answer; a list is at most five seconds old. A server that is away
   * is named beside them.
   */
  list(): Promise<ToolList> {
    if (this.kept && Date.now() < this.kept.until) return this.kept.list;
    const list = this.read();
    this.kept = { list, until: Date.now() + KEPT_MS };
    return list;
  }

  private async read(): Promise<ToolList> {
    const ofServers = await Promise.all(this.servers.names().map((server) => this.ofServer(server)));
    const own = BUILT_IN_TOOLS.map((name) => viewOf(this.catalogue.describe(name)));
    return {
      tools: [...own, viewOf(ASK_HUMAN), ...ofServers.flatMap(({ tools }) => tools)],
      absent: ofServers.flatMap(({ absent }) => (absent ? [absent] : [])),
    };
  }

  private async ofServer(server: string): Promise<{ tools: ToolView[]; absent?: AbsentToolServer }> {
    const signal = AbortSignal.timeout(SERVER_TIMEOUT_MS);
    try {
      const tools = await this.servers.tools(server, signal);
      return {
        tools: tools
          .map((tool) => mcpView(server, tool))
          .filter(isNameable)
          .slice(0, MAX_TOOLS),
      };
    } catch (error) {
      if (error instanceof McpUnavailableError)
        return { tools: [], absent: { server, problem: error.message } };
      if (!signal.aborted) throw error;
      const problem = `The MCP server "${server}" did not tell its tools within ${SERVER_TIMEOUT_MS / 1000} s`;
      return { tools: [], absent: { server, problem } };
    }
  }
}

function mcpView(server: string, { tool, needsApproval, ...described }: McpTool): ToolView {
  return viewOf({ ...described, name: mcpName({ server, tool }), needs_approval: needsApproval });
}

function viewOf({ name, description, parameters, effect, needs_approval }: ToolView): ToolView {
  const small = JSON.stringify(parameters).length <= MAX_PARAMETERS_CHARACTERS;
  return {
    name,
    description: description.slice(0, MAX_DESCRIPTION_CHARACTERS),
    parameters: small ? parameters : { type: 'object' },
    effect,
    needs_approval,
  };
}

function isNameable({ name }: ToolView): boolean {
  return NAMEABLE.test(name);
}
