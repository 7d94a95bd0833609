/** The model declined to answer, or its provider withheld the answer. Asking the same again brings the same. */
export class RefusedAnswerError extends Error {
  override readonly name = 'RefusedAnswerError';

  constructor() {
    super('The model declined to answer');
  }
}
