export { answerModes, type AnswerForm, type AnswerMode } from './answers/answer-form';
export { streamAnswer, type FormedAnswer, type FormedQuestion } from './answers/stream-answer';
export { classifyModelError, type ModelFailure, type ModelFailureCode } from './failures/model-failure';
export type { ModelHealth } from './model-health';
export { ModelNotConfiguredError } from './model-not-configured.error';
export { createModels, type ModelProvider } from './model-provider';
export type { ModelSelection } from './model-selection';
export { estimatedPromptTokens, priceOf } from './prices';
export { readUsage, type TokenUsage } from './usage';
