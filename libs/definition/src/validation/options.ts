/** What a definition may use, as the place knows that checks it. */
export interface ValidationOptions {
  /** Names of the tools that agents may use; absent: not checked. `ask_human` is always there. */
  tools?: readonly string[];
  /** Names, as `mcp:server/tool`, of the tools of MCP servers; absent: only the form of such names is checked. */
  mcpTools?: readonly string[];
  /**
   * Whether a `workflow` node may name a stored workflow, for whoever puts its definition in its place before a run;
   * absent: it must be written out.
   */
  storedWorkflows?: boolean;
}
