import type { BaseChatModel } from '@langchain/core/language_models/chat_models';
import type { ModelConfig } from '@aiwf/platform';
import { boundFetch, boundModelCalls } from './call-bounds';
import { completeGoogleModel } from './google-model';
import { parseModelName, type Provider } from './model-name';
import { silenceTracing } from './silence-tracing';

/**
 * The public endpoints, always passed: without a base URL LangChain takes one from environment variables that
 * this project doesn't document (`OPENAI_BASE_URL`, `LANGSMITH_GATEWAY`, …) and sends prompts there.
 */
const PUBLIC_ENDPOINTS: Record<Provider, string> = {
  openai: 'https://api.openai.com/v1',
  anthropic: 'https://api.anthropic.com',
  'google-genai': 'https://generativelanguage.googleapis.com',
  ollama: 'http://127.0.0.1:11434',
};

/** Servers without keys ignore it; without one LangChain would look for a key in the environment, or refuse. */
const KEYLESS = 'no-key-configured';

/** The SDKs print what they can't parse, an answer of the model, to the console. */
const SILENT = 'off';

/** The constructor fields by which each LangChain class takes its endpoint, key, timeout and output limit. */
function constructorFields(provider: Provider, config: ModelConfig): Record<string, unknown> {
  const baseUrl = config.baseUrl ?? PUBLIC_ENDPOINTS[provider];
  const apiKey = config.apiKey ?? KEYLESS;
  const { timeoutMs, maxOutputTokens } = config;
  switch (provider) {
    case 'openai':
      return {
        apiKey,
        maxTokens: maxOutputTokens,
        timeout: timeoutMs,
        configuration: { baseURL: baseUrl, logLevel: SILENT },
      };
    case 'anthropic':
      return {
        apiKey,
        maxTokens: maxOutputTokens,
        anthropicApiUrl: baseUrl,
        // Without a timeout the SDK refuses long answers that aren't streamed.
        clientOptions: { timeout: timeoutMs, logLevel: SILENT },
      };
    case 'google-genai':
      return { apiKey, maxOutputTokens, baseUrl };
    case 'ollama':
      return { numPredict: maxOutputTokens, baseUrl, fetch: boundFetch };
    default:
      return provider satisfies never;
  }
}

/**
 * The chat model of the configured provider. One call is one HTTP request (`maxRetries: 0`): whoever calls retries.
 *
 * The inner model is taken out of LangChain's configurable wrapper, which keeps a new model for every
 * combination of call options it meets, for ever.
 */
export async function createProviderModel(name: string, config: ModelConfig): Promise<BaseChatModel> {
  silenceTracing();
  const { provider, model } = parseModelName(name);
  const { initChatModel } =
    require('langchain/chat_models/universal') as typeof import('langchain/chat_models/universal');
  const configurable = await initChatModel(model, {
    modelProvider: provider,
    maxRetries: 0,
    ...constructorFields(provider, config),
  });
  const chatModel = await configurable._getModelInstance();
  if (provider === 'google-genai') completeGoogleModel(chatModel);
  boundModelCalls(chatModel, config);
  return chatModel;
}
