import type { BaseChatModel } from '@langchain/core/language_models/chat_models';
import { ConfigError, type ModelConfig } from '@aiwf/platform';
import { createProviderModel } from './chat-model.factory';
import { parseModelName, type Provider } from './model-name';
import { ModelNotConfiguredError } from './model-not-configured.error';
import type { ModelSelection } from './model-selection';

/** Models kept ready; graphs may name any number. */
const MAX_MODELS = 32;

/** The models of providers by their names: the configured one, and others that agents name. */
export class NamedModels {
  private readonly models = new Map<string, Promise<BaseChatModel>>();

  constructor(private readonly config: ModelConfig) {}

  /** @throws ModelNotConfiguredError */
  selectionOf(name: string): ModelSelection {
    const { provider, model } = this.parsed(name);
    return {
      id: `${provider}:${model}`,
      embedded: false,
      supportsTools: true,
      supportsStructuredOutput: provider !== 'anthropic',
    };
  }

  /** @throws ModelNotConfiguredError */
  async chatModel(name: string): Promise<BaseChatModel> {
    const known = this.models.get(name);
    if (known) return known;
    const { provider } = this.parsed(name);
    const made = createProviderModel(name, this.configOf(name, provider));
    const [oldest] = this.models.keys();
    if (this.models.size >= MAX_MODELS && oldest !== undefined) this.models.delete(oldest);
    this.models.set(name, made);
    return made;
  }

  private parsed(name: string): { provider: Provider; model: string } {
    try {
      return parseModelName(name);
    } catch (error) {
      if (!(error instanceof ConfigError) || name === this.config.name) throw error;
      throw new ModelNotConfiguredError(
        name,
        'write provider:model, the provider being one that is supported',
      );
    }
  }

  /** Another provider than the configured one has its own endpoint and key. */
  private configOf(name: string, provider: Provider): ModelConfig {
    const own = this.config.name === undefined ? undefined : parseModelName(this.config.name).provider;
    if (provider === own) return this.config;
    const apiKey = this.config.apiKeys?.[provider];
    if (apiKey === undefined)
      throw new ModelNotConfiguredError(name, `the engine has no key for ${provider}`);
    const { baseUrl: _own, ...shared } = this.config;
    return { ...shared, apiKey };
  }
}
