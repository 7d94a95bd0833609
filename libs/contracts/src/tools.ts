/** Names of the tools that every engine has; what a graph may name in an agent's `tools`. */
export const BUILT_IN_TOOLS = ['fetch_url', 'calculator', 'current_time'] as const;

/** A tool that every engine has. */
export type BuiltInTool = (typeof BUILT_IN_TOOLS)[number];
