import { CancellationScope } from '@temporalio/workflow';

/**
 * Works through `count` places, `concurrency` of them at a time, in order. The first failure ends it: what is at work
 * then is cancelled and waited for.
 */
export async function runPool(
  count: number,
  concurrency: number,
  work: (index: number) => Promise<void>,
): Promise<void> {
  const failures: unknown[] = [];
  const scope = new CancellationScope({ cancellable: true });
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < count && failures.length === 0) {
      const index = next;
      next += 1;
      try {
        await scope.run(() => work(index));
      } catch (error) {
        failures.push(error);
        scope.cancel();
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(concurrency, count) }, worker));
  if (failures.length > 0) throw failures[0];
}
