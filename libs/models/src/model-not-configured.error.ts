/** An agent names a model whose provider this process is not set up for. */
export class ModelNotConfiguredError extends Error {
  override readonly name = 'ModelNotConfiguredError';

  constructor(model: string, what = 'LLM_MODEL names another provider, or none') {
    super(`The model "${model.slice(0, 100)}" can't be had: ${what}`);
  }
}
