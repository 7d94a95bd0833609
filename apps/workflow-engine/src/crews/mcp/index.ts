export { McpRefusedError, McpTimeoutError, McpUnavailableError } from './mcp.errors';
export { mcpName, parseMcpName } from './mcp-name';
export { McpServers, type McpTool } from './mcp.servers';
