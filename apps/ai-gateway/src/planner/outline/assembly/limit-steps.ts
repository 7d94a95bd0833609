import { withLists } from '../plan/children';
import type { PlanItem, PlanTree } from '../plan/plan-items';
import { withoutEmpty } from './branches';
import type { Warnings } from './warnings';

/** Steps in one workflow, at most: a graph that long is still drawn, read and run, and no list that people write is longer. */
const MOST_STEPS = 100;

/** Keeps the first steps, those inside others counted where they stand, and says how many were left out. */
export function limitSteps({ sources, items }: PlanTree, warnings: Warnings): PlanTree {
  let left = MOST_STEPS;
  let leftOut = 0;
  const limit = (list: readonly PlanItem[]): PlanItem[] => {
    const kept: PlanItem[] = [];
    for (const item of list) {
      if (left <= 0) leftOut += 1;
      else {
        left -= 1;
        kept.push(withLists(item, limit));
      }
    }
    return kept;
  };
  const kept = limit(items);
  if (leftOut > 0)
    warnings.add(`The prompt asks for more than ${MOST_STEPS} steps: the last ${leftOut} were left out.`);
  return { sources, items: withoutEmpty(kept) };
}
