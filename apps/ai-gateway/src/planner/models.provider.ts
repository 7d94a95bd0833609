/** Injection token of the `ModelProvider` that plans. */
export const PLANNER_MODELS = Symbol('PLANNER_MODELS');
