import { DEFINITION_CAPS } from '../caps';
import { flowEdges } from '../graph/edges';
import { incomingEdges, outgoingEdges, topologicalOrder } from '../graph/graph';
import { pointerTo } from '../json/pointer';
import { parseJoin } from '../schema/join';
import type { NodeDefinition, Subgraph } from '../types';
import { checkEdges } from './edge-rules';
import type { ProblemList } from './problem';
import { nodesOf, type Region } from './region';

/** Ids, edges, branches, joins, fan-out and cycles of a definition and its bodies. Its form was checked before. */
export function checkGraphs(regions: readonly Region[], problems: ProblemList): void {
  const unique = checkIds(regions, problems);
  for (const region of regions) {
    const byId = new Map<string, NodeDefinition>(region.graph.nodes.map((node) => [node.id, node]));
    checkEdges(region, byId, problems);
    checkNodes(region, problems);
    if (unique) checkCycles(region, problems);
  }
}

function checkIds(regions: readonly Region[], problems: ProblemList): boolean {
  const seen = new Set<string>();
  const before = problems.items.length;
  for (const { node, path } of regions.flatMap(nodesOf)) {
    if (seen.has(node.id)) {
      const message = `Another node has the id "${node.id}".`;
      problems.add('duplicate_id', pointerTo(path, 'id'), message, 'Give each node an id of its own.');
    }
    seen.add(node.id);
  }
  return problems.items.length === before;
}

function checkNodes(region: Region, problems: ProblemList): void {
  const incoming = incomingEdges(region.graph);
  const outgoing = outgoingEdges(region.graph);
  for (const { node, path } of nodesOf(region)) {
    const leaving = outgoing.get(node.id) ?? [];
    if (leaving.length > DEFINITION_CAPS.maxFanOut) {
      const hint = `Keep it to ${DEFINITION_CAPS.maxFanOut}; put nodes in between.`;
      problems.add('fan_out', path, `${leaving.length} edges leave "${node.id}".`, hint);
    }
    const join = parseJoin(node.join);
    const arriving = incoming.get(node.id)?.length ?? 0;
    if (join.kind === 'quorum' && join.n > arriving) {
      const message = `"${node.id}" waits for ${join.n} edges, but ${arriving} lead to it.`;
      problems.add('bad_join', pointerTo(path, 'join'), message, 'Ask for at most as many, or use "all".');
    }
    if (node.on_error === 'route' && !leaving.some((edge) => edge.kind === 'error')) {
      const message = `"${node.id}" routes its failures, but no error edge leaves it.`;
      const hint = 'Add an edge with "kind": "error", or use "on_error": "continue".';
      problems.add('route_without_error_edge', pointerTo(path, 'on_error'), message, hint);
    }
  }
}

function checkCycles({ graph, path }: Region, problems: ProblemList): void {
  const sorted = new Set(topologicalOrder(graph));
  const left = graph.nodes.filter((node) => !sorted.has(node.id)).map((node) => node.id);
  const [first] = left;
  if (first === undefined) return;
  const cycle = findCycle(graph, new Set(left), first);
  // A node that leads to itself is reported as that already.
  if (cycle.length <= 2) return;
  problems.add(
    'cycle',
    pointerTo(path, 'edges'),
    `The edges form a cycle: ${cycle.length > 20 ? [...cycle.slice(0, 20), '…'].join(' → ') : cycle.join(' → ')}.`,
    'Remove one of these edges; to repeat steps, put them into the body of a loop.',
  );
}

/** Walks against the edges among nodes that each have a predecessor among them, until one comes up again. */
function findCycle(graph: Subgraph, left: ReadonlySet<string>, start: string): string[] {
  const predecessor = new Map<string, string>();
  for (const { source, target } of flowEdges(graph)) {
    if (left.has(source) && left.has(target) && source !== target) predecessor.set(target, source);
  }
  const walked: string[] = [];
  const position = new Map<string, number>();
  for (let at: string | undefined = start; at !== undefined; at = predecessor.get(at)) {
    const known = position.get(at);
    if (known !== undefined) return [at, ...walked.slice(known).toReversed()];
    position.set(at, walked.length);
    walked.push(at);
  }
  return [];
}
