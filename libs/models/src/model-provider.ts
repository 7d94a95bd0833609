import { existsSync } from 'node:fs';
import type { BaseChatModel } from '@langchain/core/language_models/chat_models';
import type { ModelConfig } from '@aiwf/platform';
import type { EmbeddedChatModel } from './embedded/embedded-chat-model';
import { EMBEDDED_MODEL_ID } from './embedded/embedded-model-name';
import { EmbeddedModelMissingError } from './embedded/embedded-model-missing.error';
import { type ModelHealth, ModelHealthRecord } from './model-health';
import { ModelNotConfiguredError } from './model-not-configured.error';
import type { ModelSelection } from './model-selection';
import { NamedModels } from './named-models';

/** The process's language model, and those that agents name. */
export interface ModelProvider {
  /** The configured model. */
  readonly selection: ModelSelection;
  /**
   * What a model is.
   *
   * @param name `provider:model`; absent: the configured model
   * @throws ModelNotConfiguredError
   */
  selectionOf(name?: string): ModelSelection;
  /**
   * The model, made on first use. One call is one attempt; see `classifyModelError` for what its errors mean.
   *
   * @param name `provider:model`; absent: the configured model
   * @throws EmbeddedModelMissingError when no provider is configured and there is no model file.
   * @throws ModelNotConfiguredError for a named model of a provider that is not configured
   */
  chatModel(name?: string): Promise<BaseChatModel>;
  /** What the outcomes recorded so far say about the model. */
  health(): ModelHealth;
  /** To be called after each model call, with its error if it failed. */
  recordOutcome(error?: unknown): void;
  /** Ends a generation under way and frees the embedded model's memory. */
  close(): Promise<void>;
}

function createRemoteModels(name: string, config: ModelConfig): ModelProvider {
  const record = new ModelHealthRecord();
  const named = new NamedModels(config);
  return {
    selection: named.selectionOf(name),
    selectionOf: (other = name) => named.selectionOf(other),
    chatModel: (other = name) => named.chatModel(other),
    health: () => record.read(),
    recordOutcome: (error) => record.record(error),
    close: () => Promise.resolve(),
  };
}

function createEmbeddedModels({ embeddedModelPath, timeoutMs }: ModelConfig): ModelProvider {
  const missing =
    embeddedModelPath && existsSync(embeddedModelPath)
      ? undefined
      : new EmbeddedModelMissingError(embeddedModelPath);
  const record = new ModelHealthRecord();
  if (missing) record.record(missing);
  let model: EmbeddedChatModel | undefined;
  const load = () => {
    // LangChain takes 300 modules and 15 MB: only for those who use it.
    const { EmbeddedChatModel: Model } =
      require('./embedded/embedded-chat-model') as typeof import('./embedded/embedded-chat-model');
    return new Model({ modelPath: embeddedModelPath ?? '', timeoutMs });
  };
  const selection = {
    id: EMBEDDED_MODEL_ID,
    embedded: true,
    supportsTools: false,
    supportsStructuredOutput: false,
  };
  const ownOrThrow = (name: string | undefined) => {
    if (name !== undefined && name !== EMBEDDED_MODEL_ID) throw new ModelNotConfiguredError(name);
  };
  return {
    selection,
    selectionOf: (name) => {
      ownOrThrow(name);
      return selection;
    },
    chatModel: async (name) => {
      ownOrThrow(name);
      if (missing) throw missing;
      return (model ??= load());
    },
    health: () => record.read(),
    recordOutcome: (error) => record.record(error),
    close: async () => model?.close(),
  };
}

/**
 * Chooses the model the configuration names: a provider's, or the embedded one when it names none.
 *
 * @throws ConfigError when the provider is unknown.
 */
export const createModels = (config: ModelConfig): ModelProvider =>
  config.name ? createRemoteModels(config.name, config) : createEmbeddedModels(config);
