import type { LoopNode, MapNode, WorkflowNode } from '@aiwf/definition';
import type { StoredScope } from '../values.contract';

/** A node that runs as a child workflow of its own. */
export type FrameNode = MapNode | LoopNode | WorkflowNode;

/** The node, and what it reads. */
export interface FrameBeginning {
  node: FrameNode;
  scope: StoredScope;
}
