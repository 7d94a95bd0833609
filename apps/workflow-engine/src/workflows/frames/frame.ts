import type { SpendingScope } from '../activities.contract';
import type { RunContext } from '../run-context';
import type { RunScope } from '../run-scope';

/** What a node that is a workflow of its own works with. */
export interface Frame {
  run: RunContext;
  /** Where the node stands. */
  path: string;
  /** What its body reads beside its own nodes. */
  scope: RunScope;
  spending: SpendingScope[];
  /** Its body runs once at a time. */
  alone: boolean;
}
