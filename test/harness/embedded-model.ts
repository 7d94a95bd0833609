/** The embedded model's file, and the variables that name it; the test run provides it. */
const path = process.env.EMBEDDED_MODEL_PATH;

export const embeddedModelEnv: Record<string, string> = path ? { EMBEDDED_MODEL_PATH: path } : {};

/** `describe`, which counts as skipped where the embedded model's file is absent. */
export const describeWithEmbeddedModel = path ? describe : describe.skip;
