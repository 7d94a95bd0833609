/** Which model answers and what it can do. */
export interface ModelSelection {
  /** `openai:gpt-4o`, or `embedded:SmolLM2-135M-Instruct`. */
  id: string;
  embedded: boolean;
  supportsTools: boolean;
  supportsStructuredOutput: boolean;
}
