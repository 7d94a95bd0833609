export const MODEL_NAME = 'SmolLM2-135M-Instruct';

/** How the embedded model is named wherever the model in use is shown. */
export const EMBEDDED_MODEL_ID = `embedded:${MODEL_NAME}`;
