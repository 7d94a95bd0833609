export { checkIntent, type IntentOptions, unreadPrompt } from './check-intent';
export { checkRefinement } from './check-refinement';
export type { ToolEffect, ToolEffects } from './graph/effects';
export type { IntentCode, IntentProblem } from './intent.problem';
export { scopesOf } from './graph/scopes';
export { templateParts } from './graph/template-parts';
export { outsideEffects } from './outside-effects';
