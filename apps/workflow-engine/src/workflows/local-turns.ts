/**
 * Lets the local activities of a workflow be made one at a time, in the order in which they are asked for.
 *
 * A replay hears of every local activity the moment that it is scheduled again, in whichever order they had ended. Were
 * two under way at once, what depends on which of them ends first would go another way then: which call is made next,
 * for one. For the same reason nobody hears of its end until all else that came with it has been dealt with: what
 * came a moment before it, such as the end of a call that was cancelled, comes in a replay with it.
 */
export class LocalTurns {
  private last: Promise<void> = Promise.resolve();

  /**
   * @param settled resolves once all else has been dealt with, given how much had come before; undefined: the call failed
   * @param arrivals how much has come
   */
  constructor(
    private readonly settled: (since?: number) => Promise<void>,
    private readonly arrivals: () => number,
  ) {}

  /** Makes a call once those before it have ended, however they did. */
  async take<T>(call: () => Promise<T>): Promise<T> {
    const before = this.last;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.last = promise;
    await before;
    // A call that fails may have been cancelled, with others.
    let since: number | undefined;
    try {
      const arrived = this.arrivals();
      const result = await call();
      since = arrived;
      return result;
    } finally {
      await this.settled(since);
      resolve();
    }
  }
}
