import { calcPrice } from '@pydantic/genai-prices';
import type { TokenUsage } from './usage';

/** Providers whose models run on the operator's own machines. */
const FREE = new Set(['embedded', 'ollama']);

/** The price table's names of providers whose names differ there. */
const PRICED_AS: { [provider: string]: string } = { 'google-genai': 'google' };

/** Text in Latin letters has some four characters a token; half of that leaves room for code, markup and other scripts. */
const CHARACTERS_PER_TOKEN = 2;

/** Tokens that a message costs beside its text. */
const TOKENS_PER_MESSAGE = 16;

/**
 * What a call costs in US dollars, by the table of `@pydantic/genai-prices` that was installed.
 *
 * @param model `provider:model`
 * @returns 0 for models that run on the operator's own machines; undefined for a model that is not in the table
 */
export function priceOf(model: string, usage: TokenUsage): number | undefined {
  const separator = model.indexOf(':');
  const provider = model.slice(0, separator);
  if (FREE.has(provider)) return 0;
  const providerId = PRICED_AS[provider] ?? provider;
  return calcPrice({ ...usage }, model.slice(separator + 1), { providerId })?.total_price;
}

/** How many tokens texts have as a prompt, on the high side: what is reserved before a call, and settled after it. */
export function estimatedPromptTokens(texts: readonly string[]): number {
  const characters = texts.reduce((sum, text) => sum + text.length, 0);
  return Math.ceil(characters / CHARACTERS_PER_TOKEN) + texts.length * TOKENS_PER_MESSAGE;
}
