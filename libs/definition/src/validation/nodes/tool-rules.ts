import { pointerTo } from '../../json/pointer';
import { suggestion } from '../../json/suggest';
import type { ValidationOptions } from '../options';
import type { ProblemList } from '../problem';

/** Every engine has it, whatever its catalogue. */
const ASK_HUMAN = 'ask_human';
const MCP_PREFIX = 'mcp:';
const MCP_TOOL = /^mcp:[A-Za-z0-9_-]{1,64}\/[A-Za-z0-9_./-]{1,128}$/;

/**
 * The names in an agent's `tools`.
 *
 * @param path - JSON pointer to the agent.
 */
export function checkTools(
  given: readonly string[] | undefined,
  path: string,
  { tools, mcpTools }: ValidationOptions,
  problems: ProblemList,
): void {
  (given ?? []).forEach((tool, index) => {
    const at = pointerTo(pointerTo(path, 'tools'), index);
    const missing = (known: readonly string[]): void =>
      problems.add('unknown_tool', at, `There is no tool "${tool}".`, suggestion(tool, known));
    if (tool.startsWith(MCP_PREFIX)) {
      if (!MCP_TOOL.test(tool)) {
        const message = `"${tool}" does not name a tool of an MCP server.`;
        problems.add('unknown_tool', at, message, 'Write mcp:server/tool.');
      } else if (mcpTools?.includes(tool) === false) missing(mcpTools);
    } else if (tool !== ASK_HUMAN && tools?.includes(tool) === false) missing([...tools, ASK_HUMAN]);
  });
}
