import { existsSync } from 'node:fs';
import type { BaseChatModel } from '@langchain/core/language_models/chat_models';
import type { ModelConfig } from '@aiwf/platform';
import { createProviderModel } from './chat-model.factory';
import { EMBEDDED_MODEL_ID, EmbeddedChatModel } from './embedded/embedded-chat-model';
import { EmbeddedModelMissingError } from './embedded/embedded-model-missing.error';
import { type ModelHealth, ModelHealthRecord } from './model-health';
import { parseModelName } from './model-name';

/** Which model answers and what it can do. */
export interface ModelSelection {
  /** `openai:gpt-4o`, or `embedded:SmolLM2-135M-Instruct`. */
  id: string;
  embedded: boolean;
  supportsTools: boolean;
  supportsStructuredOutput: boolean;
}

/** The process's one language model. */
export interface ModelProvider {
  readonly selection: ModelSelection;
  /**
   * The model, made on first use. One call is one attempt; see `classifyModelError` for what its errors mean.
   *
   * @throws EmbeddedModelMissingError when no provider is configured and there is no model file.
   */
  chatModel(): Promise<BaseChatModel>;
  /** What the outcomes recorded so far say about the model. */
  health(): ModelHealth;
  /** To be called after each model call, with its error if it failed. */
  recordOutcome(error?: unknown): void;
  /** Ends a generation under way and frees the embedded model's memory. */
  close(): Promise<void>;
}

function createRemoteModels(name: string, config: ModelConfig): ModelProvider {
  const { provider, model } = parseModelName(name);
  const record = new ModelHealthRecord();
  let created: Promise<BaseChatModel> | undefined;
  return {
    selection: {
      id: `${provider}:${model}`,
      embedded: false,
      supportsTools: true,
      supportsStructuredOutput: true,
    },
    chatModel: () => (created ??= createProviderModel(name, config)),
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
  const model = new EmbeddedChatModel({ modelPath: embeddedModelPath ?? '', timeoutMs });
  return {
    selection: {
      id: EMBEDDED_MODEL_ID,
      embedded: true,
      supportsTools: false,
      supportsStructuredOutput: false,
    },
    chatModel: () => (missing ? Promise.reject(missing) : Promise.resolve(model)),
    health: () => record.read(),
    recordOutcome: (error) => record.record(error),
    close: () => model.close(),
  };
}

/**
 * Chooses the model the configuration names: a provider's, or the embedded one when it names none.
 *
 * @throws ConfigError when the provider is unknown.
 */
export const createModels = (config: ModelConfig): ModelProvider =>
  config.name ? createRemoteModels(config.name, config) : createEmbeddedModels(config);
