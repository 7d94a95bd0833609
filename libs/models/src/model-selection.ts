/** Which model answers and what it can do. */
export interface ModelSelection {
  /** `openai:gpt-4o`, or `embedded:SmolLM2-135M-Instruct`. */
  id: string;
  embedded: boolean;
  supportsTools: boolean;
  /**
   * Whether its provider holds answers to a schema in which objects may be open. Anthropic's closes every object, and so
   * allows no names of the model's choice; there a forced tool call does it.
   */
  supportsStructuredOutput: boolean;
}
