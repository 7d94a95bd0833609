import type { WorkflowLimits } from '@aiwf/definition';
import type { SpendingScope } from '../activities.contract';
import type { Stored } from '../values.contract';
import type { ExecutionSettings, RunInput } from '../run-input';

/** The argument of `runFrame`. */
export interface FrameInput {
  /** The root execution's. */
  execution_id: string;
  settings: ExecutionSettings;
  on_breach: NonNullable<WorkflowLimits['on_breach']>;
  /** Where the node stands. */
  path: string;
  /** The workflow that is told how it ended. */
  parent: string;
  /** A `FrameBeginning`. */
  beginning: Stored;
  spending: SpendingScope[];
  paused: boolean;
  from?: RunInput['from'];
}
