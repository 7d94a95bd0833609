/** The model answered with neither text nor a tool call. Worth another try: sampling differs from call to call. */
export class EmptyCompletionError extends Error {
  override readonly name = 'EmptyCompletionError';

  constructor() {
    super('The model returned an empty answer');
  }
}
