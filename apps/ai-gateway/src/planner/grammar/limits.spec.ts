import { takeLimits } from './limits';
import { joinTokens, tokenize } from './tokens';

const limitsIn = (text: string) => takeLimits(tokenize(text));

describe('bounds on the whole workflow', () => {
  it.each([
    ['spend at most $2', { max_cost_usd: 2 }],
    ['it should cost no more than 50 cents', { max_cost_usd: 0.5 }],
    ['using no more than 5 model calls', { max_llm_calls: 5 }],
    ['use at most 20,000 tokens', { max_tokens: 20_000 }],
    ['the whole thing should finish within 10 minutes', { timeout_seconds: 600 }],
    ['spend at most $1 and make at most 3 LLM calls', { max_cost_usd: 1, max_llm_calls: 3 }],
  ])('%s', (text, limits) => {
    expect(limitsIn(text)).toEqual({ limits, tokens: [] });
  });

  it.each([
    'plan a trip on a budget of $2000',
    'reply within two days',
    'list the three calls',
    'if the amount is over $10, ask me',
    'write 3 tweets',
  ])('are not: %s', (text) => {
    expect(limitsIn(text).limits).toEqual({});
    expect(joinTokens(limitsIn(text).tokens)).toBe(text);
  });

  it('leave what else the clause says', () => {
    const { limits, tokens } = limitsIn('summarise the document using no more than 5 model calls');
    expect(limits).toEqual({ max_llm_calls: 5 });
    expect(joinTokens(tokens)).toBe('summarise the document');
  });

  it('say in which currency they were given', () => {
    expect(limitsIn('spend at most 3 EUR')).toMatchObject({
      limits: { max_cost_usd: 3 },
      foreignCurrency: 'EUR',
    });
  });
});
