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
