import type { EdgeDefinition } from '../types';
import { compensationTargets, flowEdges, type Graph } from './edges';

/** The edges that lead to each node, by its id, in the order of the definition, compensation left out. Every node has an entry. */
export function incomingEdges(graph: Graph): Map<string, EdgeDefinition[]> {
  return groupEdges(graph, flowEdges(graph), 'target');
}

/** The edges that leave each node, by its id, in the order of the definition, compensation left out. Every node has an entry. */
export function outgoingEdges(graph: Graph): Map<string, EdgeDefinition[]> {
  return groupEdges(graph, flowEdges(graph), 'source');
}

/** Ids of the nodes directly after one, each once, in the order of the edges. */
export function successors(graph: Graph, nodeId: string): string[] {
  const targets = flowEdges(graph)
    .filter((edge) => edge.source === nodeId)
    .map((edge) => edge.target);
  return [...new Set(targets)];
}

/**
 * Node ids with every source before its targets (Kahn), ties in the order of the definition.
 * Nodes on a cycle, and those after one, are missing from the answer.
 */
export function topologicalOrder(graph: Graph): string[] {
  const outgoing = outgoingEdges(graph);
  const waiting = new Map([...incomingEdges(graph)].map(([id, edges]) => [id, edges.length]));
  const order = graph.nodes.map((node) => node.id).filter((id) => waiting.get(id) === 0);
  for (const id of order) {
    for (const { target } of outgoing.get(id) ?? []) {
      const left = (waiting.get(target) ?? 0) - 1;
      waiting.set(target, left);
      if (left === 0) order.push(target);
    }
  }
  return order;
}

/**
 * Ids of all nodes that are settled before one runs: those from which it can be reached, without itself unless it lies
 * on a cycle. A node that undoes another comes after that one.
 */
export function upstreamOf(graph: Graph, nodeId: string): Set<string> {
  return ancestors(causes(graph), nodeId);
}

/** The edges that lead to each node, those of compensation too. */
export function causes(graph: Graph): Map<string, EdgeDefinition[]> {
  return groupEdges(graph, graph.edges ?? [], 'target');
}

/** {@link upstreamOf} over edges grouped already, for callers that ask for many nodes. */
export function ancestors(
  incoming: ReadonlyMap<string, readonly EdgeDefinition[]>,
  nodeId: string,
): Set<string> {
  const found = new Set<string>();
  const open = [nodeId];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    for (const { source } of incoming.get(id) ?? []) {
      if (found.has(source)) continue;
      found.add(source);
      open.push(source);
    }
  }
  return found;
}

/**
 * Ids of the nodes that nothing follows when all goes well, in the order of the definition: error edges don't count,
 * and nodes that only undo others are left out.
 */
export function leafNodes(graph: Graph): string[] {
  const followed = flowEdges(graph).filter((edge) => edge.kind !== 'error');
  const excluded = new Set([...followed.map((edge) => edge.source), ...compensationTargets(graph)]);
  return graph.nodes.map((node) => node.id).filter((id) => !excluded.has(id));
}

function groupEdges(
  graph: Graph,
  edges: readonly EdgeDefinition[],
  end: 'source' | 'target',
): Map<string, EdgeDefinition[]> {
  const groups = new Map<string, EdgeDefinition[]>(graph.nodes.map((node) => [node.id, []]));
  for (const edge of edges) groups.get(edge[end])?.push(edge);
  return groups;
}
