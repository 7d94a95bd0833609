import { NODE_TYPES, type NodeType, type NodeTypeDescription } from '@aiwf/definition';

/** A node type that is planned with. */
export type PlannedNodeType = Exclude<NodeType, 'workflow'>;

const isPlanned = (entry: NodeTypeDescription): entry is NodeTypeDescription & { type: PlannedNodeType } =>
  entry.type !== 'workflow';

/** The node types that are planned with: all but `workflow`, which names stored workflows that no prompt knows. */
export const PLANNED_NODE_TYPES = NODE_TYPES.filter(isPlanned);
