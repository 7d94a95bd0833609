import type { EnvironmentReader } from './environment.reader';

/** Which language model answers, and its bounds. */
export interface ModelConfig {
  /** `provider:model`; absent: the embedded model. */
  readonly name?: string;
  /** Base URL of an OpenAI-compatible or otherwise self-hosted endpoint. */
  readonly baseUrl?: string;
  /** A secret: the value of the provider's usual key variable. */
  readonly apiKey?: string;
  /** Secrets: the keys of all providers that have one, for models that agents name. */
  readonly apiKeys?: Readonly<Record<string, string | undefined>>;
  /** Milliseconds that one model call may take. */
  readonly timeoutMs: number;
  /** Tokens that one answer may have. */
  readonly maxOutputTokens: number;
  /** The embedded model's GGUF file; absent: no model file was provided. */
  readonly embeddedModelPath?: string;
}

/** The key variable of each provider; null: the provider takes no key. */
const KEY_VARIABLES = {
  openai: 'OPENAI_API_KEY',
  anthropic: 'ANTHROPIC_API_KEY',
  'google-genai': 'GOOGLE_API_KEY',
  google: 'GOOGLE_API_KEY',
  ollama: null,
} as const;

type Provider = keyof typeof KEY_VARIABLES;

function isProvider(name: string): name is Provider {
  return Object.hasOwn(KEY_VARIABLES, name);
}

export function readModelConfig(env: EnvironmentReader): ModelConfig {
  const name = env.optional('LLM_MODEL');
  const baseUrl = env.baseUrl('LLM_BASE_URL');
  return {
    name,
    baseUrl,
    apiKey: readApiKey(env, name, baseUrl !== undefined),
    apiKeys: readApiKeys(env),
    timeoutMs: env.number('LLM_TIMEOUT_SECONDS', 120, { min: 1, max: 3600 }) * 1000,
    maxOutputTokens: env.number('LLM_MAX_OUTPUT_TOKENS', 2048, { min: 1, max: 1_000_000 }),
    embeddedModelPath: env.optional('EMBEDDED_MODEL_PATH'),
  };
}

function readApiKey(
  env: EnvironmentReader,
  name: string | undefined,
  hasBaseUrl: boolean,
): string | undefined {
  if (name === undefined) {
    if (env.optional('LLM_BASE_URL')) {
      env.problem(
        'LLM_MODEL must be set when LLM_BASE_URL is, such as openai:<name of the model served there>',
      );
    }
    return undefined;
  }
  const [provider = '', model = ''] = name.split(/:(.*)/s);
  if (!isProvider(provider) || model === '') {
    const forms = Object.keys(KEY_VARIABLES).map((known) => `${known}:<model>`);
    env.problem(`LLM_MODEL must be one of ${forms.join(', ')}`);
    return undefined;
  }
  const variable = KEY_VARIABLES[provider];
  if (variable === null) return undefined;
  const key = env.optional(variable);
  if (key === undefined && !hasBaseUrl) {
    env.problem(
      `${variable} must be set for LLM_MODEL=${provider}:…, or LLM_BASE_URL for a server that needs no key`,
    );
  }
  return key;
}

function readApiKeys(env: EnvironmentReader): Record<string, string> | undefined {
  const found = Object.entries(KEY_VARIABLES).flatMap(([provider, variable]) => {
    const key = variable === null ? undefined : env.optional(variable);
    return key === undefined ? [] : [[provider, key] as const];
  });
  return found.length === 0 ? undefined : Object.fromEntries(found);
}
