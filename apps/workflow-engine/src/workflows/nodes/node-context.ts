import type { SpendingScope } from '../activities.contract';
import type { RunContext } from '../run-context';
import type { RunScope } from '../run-scope';

/** What a node may see and use of its run. */
export interface NodeContext extends RunContext {
  nodeId: string;
  /** Where the node stands: `nodes/reply`, or inside others `nodes/each/items/3/nodes/reply`. */
  path: string;
  /** With `input` rendered once the node runs. */
  scope: RunScope;
  /** The budgets its calls count against, the outermost first. */
  spending: SpendingScope[];
}
