import type { Assembly } from './assemble';
import type { PlanItem } from './plan-items';
import type { Warnings } from './warnings';

/** Steps in one workflow, at most: past it a graph made by grammar alone is no help to anybody. */
const MOST_STEPS = 12;

function sizeOf(item: PlanItem): number {
  return item.type === 'choice' ? 1 + sizesOf(item.then) + sizesOf(item.otherwise) : 1;
}

function sizesOf(items: readonly PlanItem[]): number {
  return items.reduce((sum, item) => sum + sizeOf(item), 0);
}

/** Keeps the first steps, and says how many were left out. A choice is kept or left whole. */
export function limitSteps({ sources, items }: Assembly, warnings: Warnings): Assembly {
  const kept: PlanItem[] = [];
  let size = 0;
  for (const item of items) {
    size += sizeOf(item);
    if (size > MOST_STEPS) break;
    kept.push(item);
  }
  if (kept.length < items.length) {
    warnings.add(
      `The prompt asks for more than ${MOST_STEPS} steps: the last ${items.length - kept.length} were left out.`,
    );
  }
  return { sources, items: kept };
}
