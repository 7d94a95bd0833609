import { CancellationScope, condition } from '@temporalio/workflow';

/** What may wait for one another in one activation: more than ever do. */
const ROUNDS = 5;

/**
 * Resolves in the same activation, once all else that it brought has been dealt with. Conditions are looked at when
 * nothing else is left to do.
 */
export function settled(): Promise<void> {
  return CancellationScope.nonCancellable(async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      let isNext = false;
      await condition(() => {
        const isDue = isNext;
        isNext = true;
        return isDue;
      });
    }
  });
}
