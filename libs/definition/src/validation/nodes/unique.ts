import { pointerTo } from '../../json/pointer';
import type { ProblemList } from '../problem';

/** Reports each item whose `key` another one has. */
export function checkUnique<Key extends string>(
  items: readonly { [key in Key]: string }[],
  key: Key,
  path: string,
  problems: ProblemList,
): void {
  const seen = new Set<string>();
  items.forEach((item, index) => {
    if (seen.has(item[key])) {
      const message = `"${item[key]}" is there twice.`;
      problems.add('duplicate_id', pointerTo(pointerTo(path, index), key), message, 'Give each its own.');
    }
    seen.add(item[key]);
  });
}
