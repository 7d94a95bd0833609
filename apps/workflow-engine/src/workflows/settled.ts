import { CancellationScope, condition } from '@temporalio/workflow';
import { arrivals } from './arrivals';

/** What may wait for one another in one activation: more than ever do. */
const ROUNDS = 5;

/**
 * Resolves in the same activation, once all else that it brought has been dealt with. Conditions are looked at when
 * nothing else is left to do; each look costs half a millisecond, so there is one where nothing else can have come.
 *
 * @param since {@link arrivals} of before what is dealt with now began; undefined: something has come
 */
export async function settled(since?: number): Promise<void> {
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
