/** Tokens of one model call; both 0 when the provider didn't say. */
export interface TokenUsage {
  input_tokens: number;
  output_tokens: number;
}

/** The token counts that LangChain put on an answer. */
export function readUsage(message: { usage_metadata?: Partial<TokenUsage> | undefined }): TokenUsage {
  const { input_tokens = 0, output_tokens = 0 } = message.usage_metadata ?? {};
  return { input_tokens, output_tokens };
}
