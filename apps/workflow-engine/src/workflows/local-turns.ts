/**
 * Lets the local activities of a workflow be made one at a time, in the order in which they are asked for.
 *
 * A replay hears of every local activity the moment that it is scheduled again, in whichever order they had ended. Were
 * two under way at once, what depends on which of them ends first would go another way then: how many events share a
 * batch, for one.
 */
export class LocalTurns {
  private last: Promise<void> = Promise.resolve();

  /** Makes a call once those before it have ended, however they did. */
  async take<T>(call: () => Promise<T>): Promise<T> {
    const before = this.last;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.last = promise;
    await before;
    try {
      return await call();
    } finally {
      resolve();
    }
  }
}
