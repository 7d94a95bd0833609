import type { EdgeDefinition, NodeDefinition } from '../types';

/** The part of a definition that makes its graph. */
export interface Graph {
  nodes: readonly Pick<NodeDefinition, 'id'>[];
  edges?: readonly EdgeDefinition[];
}

/** The edges along which a run goes on: all but those of compensation. */
export function flowEdges(graph: Graph): EdgeDefinition[] {
  return (graph.edges ?? []).filter((edge) => edge.kind !== 'compensation');
}

/** The edges of compensation, in the order of the definition. */
export function compensationEdges(graph: Graph): EdgeDefinition[] {
  return (graph.edges ?? []).filter((edge) => edge.kind === 'compensation');
}

/** Ids of the nodes that only undo others; a run never starts them on its way. */
export function compensationTargets(graph: Graph): Set<string> {
  return new Set(compensationEdges(graph).map((edge) => edge.target));
}
