import type { LoopNode, MapNode, WorkflowNode } from '@aiwf/definition';
import type { SpendingScope, StoredScope } from '../activities.contract';
import type { Stored } from '../values.contract';
import type { RunContext } from '../run-context';
import type { ExecutionSettings, RunInput } from '../run-input';

/** A node that runs as a child workflow of its own. */
export type FrameNode = MapNode | LoopNode | WorkflowNode;

/** The node, and what it reads. */
export interface FrameBeginning {
  node: FrameNode;
  scope: StoredScope;
}

/** The argument of `runFrame`. */
export interface FrameInput {
  /** The root execution's. */
  execution_id: string;
  settings: ExecutionSettings;
  on_breach: RunContext['onBreach'];
  /** Where the node stands. */
  path: string;
  /** The workflow that is told how it ended. */
  parent: string;
  /** A {@link FrameBeginning}. */
  beginning: Stored;
  spending: SpendingScope[];
  paused: boolean;
  from?: RunInput['from'];
}
