import { CancellationScope, condition } from '@temporalio/workflow';
import { arrivals, cameAlone } from './arrivals';

/** What may wait for one another in one activation: more than ever do. */
const ROUNDS = 5;

/**
 * Resolves in the same activation, once all else that it brought has been dealt with. Conditions are looked at when
 * nothing else is left to do; each look costs half a millisecond, so there is none where the end of a call came alone, and one
 * where nothing else can have come.
 *
 * @param since {@link arrivals} of before a call that succeeded; undefined: it failed, as it does at once when what came
 * cancels it
 */
export async function settled(since?: number): Promise<void> {
  if (since !== undefined && cameAlone()) return;
  await rounds(1);
  if (since !== arrivals()) await rounds(ROUNDS - 1);
}

function rounds(count: number): Promise<void> {
  return CancellationScope.nonCancellable(async () => {
    for (let round = 0; round < count; round += 1) {
      let isNext = false;
      await condition(() => {
        const isDue = isNext;
        isNext = true;
        return isDue;
      });
    }
  });
}
