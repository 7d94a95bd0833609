/** Runs an asynchronous function at the first call and gives every later caller the same promise. */
export function once<T>(run: () => Promise<T>): () => Promise<T> {
  let running: Promise<T> | undefined;
  return () => (running ??= run());
}
