export { classifyModelError, type ModelFailure, type ModelFailureCode } from './failures/model-failure';
export type { ModelHealth } from './model-health';
export { ModelNotConfiguredError } from './model-not-configured.error';
export { createModels, type ModelProvider, type ModelSelection } from './model-provider';
export { estimatedPromptTokens, priceOf } from './prices';
export { readUsage, type TokenUsage } from './usage';
