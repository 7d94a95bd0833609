export { checkIntent, type IntentOptions, unreadPrompt } from './check-intent';
export type { ToolEffect, ToolEffects } from './graph/effects';
export type { IntentCode, IntentProblem } from './intent.problem';
