import type { Effect, Json, JsonObject } from '@aiwf/definition';

/** What is known of a tool: what a model is told, and what a call of it means. */
export interface ToolDescription {
  /** As a graph names it. */
  name: string;
  /** As models are told it: many providers take letters, digits, `_` and `-` only, 64 at most. */
  function_name: string;
  description: string;
  /** JSON Schema (2020-12) of the arguments, an object schema. */
  parameters: JsonObject;
  /** What a call does to the world; `read` calls may be repeated freely. */
  effect: Effect;
  /** A person must approve each call first. */
  needs_approval: boolean;
}

/** What a call is given beside its arguments. */
export interface ToolContext {
  /** Aborted when the call is no longer wanted. */
  signal: AbortSignal;
  /** The same for every attempt at one call; a tool that knows it again has its effect once. */
  idempotencyKey?: string | undefined;
}

/** Something an agent can call that every engine has; it has no effect and is named to models as it is in graphs. */
export interface Tool extends Pick<ToolDescription, 'name' | 'description' | 'parameters'> {
  effect: 'read';
  /**
   * @param args arguments that satisfy `parameters`
   * @throws ToolError when it has no result
   */
  run(args: JsonObject, context: ToolContext): Promise<Json>;
}
