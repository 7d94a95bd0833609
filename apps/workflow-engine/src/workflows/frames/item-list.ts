import type { Json } from '@aiwf/definition';
import type { Stored } from '../values.contract';
import { GraphFailure } from '../graph-failure';
import { isBlob } from '../run-scope';
import type { RunContext } from '../run-context';

/** Items of one map. */
const MAX_ITEMS = 5_000;

/** Items of a stored list that are read at once: as many as `sliceList` gives. */
const WINDOW = 50;

/** The list a map goes through; a list in the blob store is read a part at a time. */
export class ItemList {
  private readonly windows = new Map<number, Promise<Stored[]>>();

  private constructor(
    private readonly list: Stored,
    readonly length: number,
    private readonly run: RunContext,
  ) {}

  /** @throws GraphFailure `expression_type` for what is no list, `too_many_items` past 5,000 */
  static async open(list: Stored, run: RunContext): Promise<ItemList> {
    const length = isBlob(list) ? (await slice(list, 0, 0, run)).length : lengthOf(list.json);
    if (length > MAX_ITEMS) {
      throw new GraphFailure('too_many_items', `Its list has ${length} items; ${MAX_ITEMS} is the most`);
    }
    return new ItemList(list, length, run);
  }

  async at(index: number): Promise<Stored> {
    const { list } = this;
    if (!isBlob(list)) return { json: (list.json as Json[])[index] ?? null };
    const window = Math.floor(index / WINDOW);
    const reading =
      this.windows.get(window) ?? slice(list, window * WINDOW, WINDOW, this.run).then(({ items }) => items);
    this.windows.set(window, reading);
    return (await reading)[index % WINDOW] ?? { json: null };
  }
}

function slice(list: Stored, from: number, count: number, { calls, executionId }: RunContext) {
  return calls.local('sliceList', { execution_id: executionId, list, from, count });
}

function lengthOf(value: Json): number {
  if (Array.isArray(value)) return value.length;
  throw new GraphFailure(
    'expression_type',
    `The "items" of the map must be a list, but they are ${JSON.stringify(value).slice(0, 200)}`,
  );
}
