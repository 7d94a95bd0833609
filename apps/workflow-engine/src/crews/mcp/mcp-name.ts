/** Begins the names of tools of MCP servers. */
const PREFIX = 'mcp:';

/** A tool of an MCP server, as a graph names it. */
export interface McpToolName {
  server: string;
  tool: string;
}

/** Reads `mcp:server/tool`; undefined for a name of another kind. A tool's own name may hold slashes. */
export function parseMcpName(name: string): McpToolName | undefined {
  if (!name.startsWith(PREFIX)) return undefined;
  const slash = name.indexOf('/');
  if (slash < 0) return { server: name.slice(PREFIX.length), tool: '' };
  return { server: name.slice(PREFIX.length, slash), tool: name.slice(slash + 1) };
}

export function mcpName({ server, tool }: McpToolName): string {
  return `${PREFIX}${server}/${tool}`;
}
