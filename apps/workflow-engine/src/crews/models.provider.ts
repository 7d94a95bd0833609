/** Injection token of the `ModelProvider` that every agent of this engine speaks to. */
export const MODELS = Symbol('MODELS');
