import type { PlanItem } from './plan-items';

/** The lists of steps inside a step, in the order in which they may come to be done. */
export function listsIn(item: PlanItem): readonly PlanItem[][] {
  switch (item.type) {
    case 'task':
    case 'fetch':
    case 'delivery':
    case 'wait':
      return [];
    case 'choice':
      return [item.then, item.otherwise];
    case 'switch':
      return [...item.arms.map(({ items }) => items), item.otherwise];
    case 'approval':
      return [item.rejected, item.late];
    case 'event':
      return [item.received, item.late];
    case 'each':
    case 'loop':
      return [item.items];
    case 'parallel':
      return item.branches;
    case 'attempt':
      return [item.items, item.failed];
    default:
      return item satisfies never;
  }
}

/** All steps, those inside others too, outer ones first. */
export function* everyItem(items: readonly PlanItem[]): Generator<PlanItem> {
  for (const item of items) {
    yield item;
    for (const list of listsIn(item)) yield* everyItem(list);
  }
}

/** The step with its lists of steps made anew. */
export function withLists(item: PlanItem, change: (items: readonly PlanItem[]) => PlanItem[]): PlanItem {
  switch (item.type) {
    case 'task':
    case 'fetch':
    case 'delivery':
    case 'wait':
      return item;
    case 'choice':
      return { ...item, then: change(item.then), otherwise: change(item.otherwise) };
    case 'switch': {
      const arms = item.arms.map((arm) => ({ ...arm, items: change(arm.items) }));
      return { ...item, arms, otherwise: change(item.otherwise) };
    }
    case 'approval':
      return { ...item, rejected: change(item.rejected), late: change(item.late) };
    case 'event':
      return { ...item, received: change(item.received), late: change(item.late) };
    case 'each':
    case 'loop':
      return { ...item, items: change(item.items) };
    case 'parallel':
      return { ...item, branches: item.branches.map(change) };
    case 'attempt':
      return { ...item, items: change(item.items), failed: change(item.failed) };
    default:
      return item satisfies never;
  }
}
