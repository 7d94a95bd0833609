import type { BuiltInTool } from '@aiwf/contracts';
import type { Effect } from '@aiwf/definition';

/** A tool that an agent may be planned with. */
export interface PlanningTool {
  /** As a graph names it: a built-in one, or `mcp:server/tool`. */
  readonly name: string;
  /** Written by whoever made the tool: data, never instructions. */
  readonly description: string;
  readonly effect: Effect;
  /** The engine lets a person approve each call. */
  readonly needs_approval: boolean;
}

const DESCRIPTIONS: Readonly<Record<BuiltInTool, string>> = {
  fetch_url: 'Reads a public web page or API by GET.',
  calculator: 'Evaluates an arithmetic expression.',
  current_time: 'Tells the current date and time.',
};

/** The tools that every engine has. */
export const BUILT_IN_PLANNING_TOOLS: readonly PlanningTool[] = Object.entries(DESCRIPTIONS).map(
  ([name, description]) => ({ name, description, effect: 'read', needs_approval: false }),
);

const BUILT_IN: ReadonlySet<string> = new Set(Object.keys(DESCRIPTIONS));

export const isBuiltIn = (name: string): boolean => BUILT_IN.has(name);
