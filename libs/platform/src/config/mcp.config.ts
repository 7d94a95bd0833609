import type { EnvironmentReader } from './environment.reader';
import { readJsonFile } from './json-file';
import { parseMcpServers } from './mcp-file.parser';
import type { McpConfig } from './mcp-server.config';

/** Reads the file that `MCP_CONFIG` names; no variable, no servers. */
export function readMcpConfig(env: EnvironmentReader): McpConfig {
  const file = readJsonFile(env, 'MCP_CONFIG', '{ "mcpServers": { "<name>": { "command": … } } }');
  return file === undefined ? {} : parseMcpServers(file);
}
