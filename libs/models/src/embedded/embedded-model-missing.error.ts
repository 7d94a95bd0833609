/** No provider is configured and the embedded model's file isn't there. */
export class EmbeddedModelMissingError extends Error {
  override readonly name = 'EmbeddedModelMissingError';

  constructor(modelPath: string | undefined) {
    const found = modelPath ? `there is no file ${modelPath}` : 'EMBEDDED_MODEL_PATH is not set';
    super(`No language model: LLM_MODEL is not set and ${found}`);
  }
}
