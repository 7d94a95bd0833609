/** Injection token of the `ModelProvider` that tells which model agents run on; it is asked nothing. */
export const ESTIMATE_MODELS = Symbol('ESTIMATE_MODELS');
