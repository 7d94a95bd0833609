import type { Json, JsonObject } from '@aiwf/definition';

/** What a model is told about a tool. */
export interface ToolDescription {
  name: string;
  description: string;
  /** JSON Schema (2020-12) of the arguments, an object schema. */
  parameters: JsonObject;
  /** What a call does to the world; `read` calls may be repeated freely. */
  effect: 'read';
}

/** What a call is given beside its arguments. */
export interface ToolContext {
  /** Aborted when the call is no longer wanted. */
  signal: AbortSignal;
}

/** Something an agent can call. */
export interface Tool extends ToolDescription {
  /**
   * @param args arguments that the catalogue has found to satisfy `parameters`
   * @throws ToolError when it has no result
   */
  run(args: JsonObject, context: ToolContext): Promise<Json>;
}
