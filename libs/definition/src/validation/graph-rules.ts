import { DEFINITION_CAPS } from '../caps';
import { outgoingEdges, topologicalOrder } from '../graph/graph';
import { pointerTo } from '../json/pointer';
import { suggestion } from '../json/suggest';
import type { EdgeDefinition, NodeDefinition, WorkflowDefinition } from '../types';
import type { ProblemList } from './problem';

/** Ids, edges, branches, fan-out and cycles. The definition's form was checked before. */
export function checkGraph(definition: WorkflowDefinition, problems: ProblemList): void {
  const byId = new Map<string, NodeDefinition>();
  definition.nodes.forEach((node, index) => {
    if (byId.has(node.id)) {
      const path = pointerTo(pointerTo('/nodes', index), 'id');
      problems.add(
        'duplicate_id',
        path,
        `Another node has the id "${node.id}".`,
        'Give each node an id of its own.',
      );
    } else byId.set(node.id, node);
  });
  const seen = new Set<string>();
  (definition.edges ?? []).forEach((edge, index) => {
    const path = pointerTo('/edges', index);
    checkEnds(edge, path, byId, problems);
    checkBranch(edge, path, byId, problems);
    const key = JSON.stringify([edge.source, edge.target, edge.when, edge.branch]);
    if (seen.has(key))
      problems.add('duplicate_edge', path, 'The same edge is there twice.', 'Remove one of them.');
    seen.add(key);
  });
  checkFanOut(definition, problems);
  if (problems.items.every((problem) => problem.code !== 'duplicate_id')) checkCycles(definition, problems);
}

function checkEnds(
  edge: EdgeDefinition,
  path: string,
  byId: ReadonlyMap<string, NodeDefinition>,
  problems: ProblemList,
): void {
  for (const end of ['source', 'target'] as const) {
    if (byId.has(edge[end])) continue;
    const message = `The edge's ${end} "${edge[end]}" is no node of this graph.`;
    problems.add('dangling_edge', pointerTo(path, end), message, suggestion(edge[end], byId.keys()));
  }
  if (edge.source === edge.target) {
    problems.add('self_edge', path, `The edge leads from "${edge.source}" to itself.`, 'Remove it.');
  }
}

function checkBranch(
  edge: EdgeDefinition,
  path: string,
  byId: ReadonlyMap<string, NodeDefinition>,
  problems: ProblemList,
): void {
  const source = byId.get(edge.source);
  if (edge.branch === undefined || source === undefined) return;
  const at = pointerTo(path, 'branch');
  if (source.type !== 'condition') {
    const message = `The edge names a branch, but "${source.id}" is of type ${source.type}.`;
    problems.add(
      'branch_without_condition',
      at,
      message,
      'Use "when", or let the edge leave a condition node.',
    );
    return;
  }
  const { branches, default: fallback } = source.config;
  const names = [...branches.map((branch) => branch.name), ...(fallback === undefined ? [] : [fallback])];
  if (!names.includes(edge.branch)) {
    const message = `The condition "${source.id}" has no branch "${edge.branch}".`;
    problems.add('unknown_branch', at, message, suggestion(edge.branch, names));
  }
}

function checkFanOut(definition: WorkflowDefinition, problems: ProblemList): void {
  const outgoing = outgoingEdges(definition);
  definition.nodes.forEach((node, index) => {
    const count = outgoing.get(node.id)?.length ?? 0;
    if (count <= DEFINITION_CAPS.maxFanOut) return;
    const hint = `Keep it to ${DEFINITION_CAPS.maxFanOut}; put nodes in between.`;
    problems.add('fan_out', pointerTo('/nodes', index), `${count} edges leave "${node.id}".`, hint);
  });
}

function checkCycles(definition: WorkflowDefinition, problems: ProblemList): void {
  const sorted = new Set(topologicalOrder(definition));
  const left = definition.nodes.filter((node) => !sorted.has(node.id)).map((node) => node.id);
  const [first] = left;
  if (first === undefined) return;
  const cycle = findCycle(definition, new Set(left), first);
  // A node that leads to itself is reported as that already.
  if (cycle.length <= 2) return;
  problems.add(
    'cycle',
    '/edges',
    `The edges form a cycle: ${cycle.length > 20 ? [...cycle.slice(0, 20), '…'].join(' → ') : cycle.join(' → ')}.`,
    'Remove one of these edges; a graph runs from its start to its end.',
  );
}

/** Walks against the edges among nodes that each have a predecessor among them, until one comes up again. */
function findCycle(definition: WorkflowDefinition, left: ReadonlySet<string>, start: string): string[] {
  const predecessor = new Map<string, string>();
  for (const { source, target } of definition.edges ?? []) {
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
