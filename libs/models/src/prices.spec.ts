import { priceOf, estimatedPromptTokens } from './prices';

const usage = { input_tokens: 1_000_000, output_tokens: 1_000_000 };

describe('priceOf', () => {
  it('takes the price of the named provider and model', () => {
    expect(priceOf('openai:gpt-4o', usage)).toBeCloseTo(12.5);
    expect(priceOf('openai:gpt-4o', { input_tokens: 0, output_tokens: 100_000 })).toBeCloseTo(1);
    expect(priceOf('anthropic:claude-3-5-haiku-latest', usage)).toBeGreaterThan(0);
    expect(priceOf('google-genai:gemini-2.0-flash', usage)).toBeGreaterThan(0);
  });

  it('is nothing for models on the own machine', () => {
    expect(priceOf('embedded:SmolLM2-135M-Instruct', usage)).toBe(0);
    expect(priceOf('ollama:llama3.2:1b', usage)).toBe(0);
  });

  it('is unknown for a model that is not in the table', () => {
    expect(priceOf('openai:no-such-model-7', usage)).toBeUndefined();
  });
});

describe('estimatedPromptTokens', () => {
  it('grows with the texts and their number', () => {
    expect(estimatedPromptTokens([])).toBe(0);
    expect(estimatedPromptTokens(['x'.repeat(200)])).toBe(116);
    expect(estimatedPromptTokens(['x'.repeat(100), 'x'.repeat(100)])).toBe(132);
  });
});
