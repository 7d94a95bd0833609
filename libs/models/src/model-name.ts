import { ConfigError } from '@aiwf/platform';

/** The providers whose LangChain package is installed. */
export const PROVIDERS = ['openai', 'anthropic', 'google-genai', 'ollama'] as const;

export type Provider = (typeof PROVIDERS)[number];

/** People know Gemini's provider as `google`; LangChain's name for the installed package is `google-genai`. */
const ALIASES: Record<string, Provider> = { google: 'google-genai' };

const isProvider = (name: string): name is Provider => PROVIDERS.some((provider) => provider === name);

/**
 * Splits `provider:model`; the model may hold colons itself (`ollama:llama3.2:1b`).
 *
 * @throws ConfigError listing the known providers when the name has another form or provider.
 */
export function parseModelName(name: string): { provider: Provider; model: string } {
  const separator = name.indexOf(':');
  const prefix = name.slice(0, Math.max(separator, 0));
  const provider = ALIASES[prefix] ?? prefix;
  const model = name.slice(separator + 1);
  if (!isProvider(provider) || !model) {
    throw new ConfigError([
      `LLM_MODEL must be 'provider:model' with one of the providers ${PROVIDERS.join(', ')}`,
    ]);
  }
  return { provider, model };
}
