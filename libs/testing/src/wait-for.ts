import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Polls until `probe` yields something truthy and returns it: for conditions in another process, which send no event
 * here. A probe that throws counts as not yet; the last error is the cause of the final one.
 *
 * @throws Error naming `what`, when the time is up.
 */
export async function waitFor<T>(
  probe: () => T | Promise<T>,
  { what, timeoutMs = 10_000, intervalMs = 25 }: { what: string; timeoutMs?: number; intervalMs?: number },
): Promise<T> {
  const deadline = performance.now() + timeoutMs;
  let cause: unknown;
  for (;;) {
    try {
      const value = await probe();
      if (value) return value;
      cause = undefined;
    } catch (error) {
      cause = error;
    }
    if (performance.now() >= deadline)
      throw new Error(`waited ${timeoutMs} ms in vain for ${what}`, { cause });
    await sleep(intervalMs);
  }
}
