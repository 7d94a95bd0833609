/** Temporal will never take this run, however often it is asked; the message says why. */
export class RunRefusedError extends Error {
  override readonly name = 'RunRefusedError';
}
