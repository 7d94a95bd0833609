import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { EnvironmentReader } from './environment.reader';
import { parseMcpServers } from './mcp-file.parser';

/** What a tool of an MCP server does to the world, as graphs declare it too. */
export type McpEffect = 'read' | 'idempotent' | 'irreversible';

/** Whether a person is asked before an irreversible tool runs. */
export type McpApproval = 'required' | 'never';

/** How a server is reached: as a child process that speaks over its standard streams, or over streamable HTTP. */
export type McpTransport =
  | {
      readonly kind: 'stdio';
      readonly command: string;
      readonly args: readonly string[];
      /** Beside the few variables every child gets, such as PATH and HOME. Secrets. */
      readonly env: Readonly<Record<string, string>>;
    }
  | {
      readonly kind: 'http';
      readonly url: string;
      /** Secrets. */
      readonly headers: Readonly<Record<string, string>>;
    };

/** One MCP server that the operator lets graphs use. */
export interface McpServerConfig {
  readonly transport: McpTransport;
  /** Milliseconds that one tool call may take. */
  readonly timeoutMs: number;
  /** For all its tools, or by tool; a tool that is not named is `required`. */
  readonly approval: McpApproval | Readonly<Record<string, McpApproval>>;
  /** By tool; they win over what the server says of its tools. */
  readonly effects: Readonly<Record<string, McpEffect>>;
}

/** The configured servers by their names. */
export type McpConfig = Readonly<Record<string, McpServerConfig>>;

/** Reads the file that `MCP_CONFIG` names; no variable, no servers. */
export function readMcpConfig(env: EnvironmentReader): McpConfig {
  const named = env.optional('MCP_CONFIG');
  if (named === undefined) return {};
  const path = resolve(named);
  const problem = (what: string) => env.problem(`MCP_CONFIG: ${path}: ${what}`);
  const content = readJson(path, problem);
  if (content === undefined) return {};
  return parseMcpServers(content, { problem, variable: (name) => env.optional(name) });
}

function readJson(path: string, problem: (what: string) => void): unknown {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    problem(`can't be read (${(error as NodeJS.ErrnoException).code}); name a file that the engine may read`);
    return undefined;
  }
  try {
    return JSON.parse(text) as unknown;
  } catch {
    problem('is no JSON; write { "mcpServers": { "<name>": { "command": … } } }, without comments');
    return undefined;
  }
}
