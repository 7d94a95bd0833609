import type { EngineConfig, McpServerConfig } from '@aiwf/platform';
import { McpServers } from '.';

/** A server as a spec needs it; the rest as the configuration has it by default. */
type Given = Pick<McpServerConfig, 'transport'> & Partial<McpServerConfig>;

/** The pool with these servers. */
export function mcpServers(given: Record<string, Given>): McpServers {
  const servers = Object.entries(given).map(([name, server]) => [
    name,
    { timeoutMs: 5_000, approval: 'required', effects: {}, ...server },
  ]);
  return new McpServers({ mcpServers: Object.fromEntries(servers) } as unknown as EngineConfig);
}
