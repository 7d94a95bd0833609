export { checkIntent, type IntentOptions, unreadPrompt } from './check-intent';
export { checkRefinement } from './check-refinement';
export type { ToolEffects } from './graph/effects';
export { scopesOf } from './graph/scopes';
export { templateParts } from './graph/template-parts';
export { outsideEffects } from './outside-effects';
