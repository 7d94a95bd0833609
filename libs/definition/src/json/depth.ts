/**
 * Tells how deep arrays and objects nest in `value`, without recursion, so that no input can exhaust the stack.
 *
 * @param max - Where to stop counting.
 * @returns 0 for a scalar, 1 for `[]`, …; `max + 1` when it is deeper than `max`.
 */
export function jsonDepth(value: unknown, max: number): number {
  let level: object[] = isContainer(value) ? [value] : [];
  let depth = 0;
  while (level.length > 0) {
    depth += 1;
    if (depth > max) return depth;
    const next: object[] = [];
    for (const container of level) {
      for (const child of Object.values(container)) if (isContainer(child)) next.push(child);
    }
    level = next;
  }
  return depth;
}

function isContainer(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
