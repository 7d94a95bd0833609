import { Injectable } from '@nestjs/common';
import type { Json } from '@aiwf/definition';
import { McpRefusedError, McpServers, McpTimeoutError, McpUnavailableError, parseMcpName } from '../mcp';
import { assertArguments } from './arguments';
import { functionNameOf } from './function-name';
import { bounded, cut } from './result';
import { RunSnapshots } from './run-snapshots';
import type { ToolContext, ToolDescription } from './tool';
import { ToolCatalogue } from './tool.catalogue';
import { ToolError, ToolUnavailableError } from './tool.error';

/** The tools of one run: those every engine has, and those of MCP servers as they were when the run began. */
@Injectable()
export class RunTools {
  constructor(
    private readonly catalogue: ToolCatalogue,
    private readonly snapshots: RunSnapshots,
    private readonly servers: McpServers,
  ) {}

  /**
   * What these tools are, in the order of the names.
   * @throws ToolError `unknown_tool` for a name that is neither built in nor in the run's snapshot
   */
  async describe(executionId: string, names: readonly string[]): Promise<ToolDescription[]> {
    return Promise.all(names.map((name) => this.find(executionId, name)));
  }

  /**
   * Runs a tool on arguments as a model gave them, or a person changed them.
   *
   * @param name as the graph names it
   * @returns at most 8,000 characters of text or JSON; a longer result is cut to text
   * @throws ToolError to be given back to the model; {@link ToolUnavailableError}, which may pass; the signal's reason,
   * once aborted
   */
  async run(executionId: string, name: string, args: Json, context: ToolContext): Promise<Json> {
    const parsed = parseMcpName(name);
    if (!parsed) return this.catalogue.run(name, args, context);
    const { parameters, effect } = await this.find(executionId, name);
    assertArguments(name, parameters, args);
    const { server, tool } = parsed;
    if (!this.servers.names().includes(server)) {
      throw new ToolError(
        'tool_failed',
        `The MCP server "${server}" is no longer there; do without ${name}.`,
      );
    }
    try {
      const { signal, idempotencyKey } = context;
      return bounded(await this.servers.call(server, { tool, args, idempotencyKey }, signal));
    } catch (error) {
      if (error instanceof McpRefusedError) throw new ToolError('tool_failed', cut(error.message));
      if (error instanceof McpTimeoutError && effect !== 'irreversible') {
        throw new ToolError('tool_failed', error.message, { retryable: true });
      }
      if (error instanceof McpUnavailableError) throw new ToolUnavailableError(error.message, error.begun);
      throw error;
    }
  }

  private async find(executionId: string, name: string): Promise<ToolDescription> {
    if (!parseMcpName(name)) return this.catalogue.describe(name);
    const kept = (await this.snapshots.of(executionId)).get(name);
    if (!kept) throw new ToolError('unknown_tool', `There is no tool "${name.slice(0, 200)}" in this run.`);
    return { ...kept, function_name: functionNameOf(name) };
  }
}
