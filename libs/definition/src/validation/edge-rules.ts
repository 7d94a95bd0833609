import { pointerTo } from '../json/pointer';
import { suggestion } from '../json/suggest';
import type { EdgeDefinition, NodeDefinition } from '../types';
import type { ProblemList } from './problem';
import type { Region } from './region';

type Nodes = ReadonlyMap<string, NodeDefinition>;

/** The edges of one graph: their ends, their branches, their kinds. */
export function checkEdges(region: Region, byId: Nodes, problems: ProblemList): void {
  const seen = new Set<string>();
  const edges = region.graph.edges ?? [];
  edges.forEach((edge, index) => {
    const path = pointerTo(pointerTo(region.path, 'edges'), index);
    checkEnds(edge, path, byId, problems);
    checkBranch(edge, path, byId, problems);
    if (edge.kind === 'error') checkErrorEdge(edge, path, byId, problems);
    if (edge.kind === 'compensation') checkCompensation(edge, path, edges, problems);
    const key = JSON.stringify([edge.source, edge.target, edge.when, edge.branch, edge.kind]);
    if (seen.has(key))
      problems.add('duplicate_edge', path, 'The same edge is there twice.', 'Remove one of them.');
    seen.add(key);
  });
}

function checkEnds(edge: EdgeDefinition, path: string, byId: Nodes, problems: ProblemList): void {
  for (const end of ['source', 'target'] as const) {
    if (byId.has(edge[end])) continue;
    const message = `The edge's ${end} "${edge[end]}" is no node of this graph.`;
    problems.add('dangling_edge', pointerTo(path, end), message, suggestion(edge[end], byId.keys()));
  }
  if (edge.source === edge.target) {
    problems.add('self_edge', path, `The edge leads from "${edge.source}" to itself.`, 'Remove it.');
  }
}

function checkBranch(edge: EdgeDefinition, path: string, byId: Nodes, problems: ProblemList): void {
  const source = byId.get(edge.source);
  if (edge.branch === undefined || edge.kind !== undefined || source === undefined) return;
  const at = pointerTo(path, 'branch');
  const names = branchesOf(source);
  if (names === undefined) {
    const message = `The edge names a branch, but "${source.id}" is of type ${source.type}.`;
    const hint = 'Use "when", or let the edge leave a condition, wait or approval node.';
    problems.add('branch_without_condition', at, message, hint);
  } else if (!names.includes(edge.branch)) {
    const message = `The ${source.type} "${source.id}" has no branch "${edge.branch}".`;
    problems.add('unknown_branch', at, message, suggestion(edge.branch, names));
  }
}

/** The branches that a node may take; `undefined`: nodes of its type have none. */
function branchesOf(node: NodeDefinition): string[] | undefined {
  switch (node.type) {
    case 'condition': {
      const { branches, default: fallback } = node.config;
      return [...branches.map((branch) => branch.name), ...(fallback === undefined ? [] : [fallback])];
    }
    case 'wait':
      return node.config.event === undefined ? ['elapsed'] : ['received', 'timeout'];
    case 'approval':
      return ['approved', 'rejected', 'timeout'];
    default:
      return undefined;
  }
}

function checkErrorEdge(edge: EdgeDefinition, path: string, byId: Nodes, problems: ProblemList): void {
  if (edge.branch !== undefined) {
    const message = 'A node that failed takes no branch, so an error edge can have none.';
    problems.add('misplaced_field', pointerTo(path, 'branch'), message, 'Remove "branch", or use "when".');
  }
  const source = byId.get(edge.source);
  if (source === undefined || source.on_error === 'route') return;
  const message = `"${source.id}" does not route its failures, so this edge is never taken.`;
  const hint = `Set "on_error": "route" on "${source.id}".`;
  problems.add('error_edge_without_route', pointerTo(path, 'kind'), message, hint);
}

/** A node that undoes another runs for that alone, so nothing else may lead to it or follow it. */
function checkCompensation(
  edge: EdgeDefinition,
  path: string,
  edges: readonly EdgeDefinition[],
  problems: ProblemList,
): void {
  for (const field of ['when', 'branch'] as const) {
    if (edge[field] === undefined) continue;
    const message =
      'An edge of compensation is followed whenever the run is cancelled after its source completed.';
    problems.add('misplaced_field', pointerTo(path, field), message, `Remove "${field}".`);
  }
  const add = (message: string, hint: string): void => {
    problems.add('bad_compensation', pointerTo(path, 'target'), message, hint);
  };
  const { target } = edge;
  if (edges.some((other) => other !== edge && other.target === target)) {
    add(`Other edges lead to "${target}" too.`, 'Give what undoes a step a node of its own.');
  } else if (edges.some((other) => other.source === target)) {
    add(`Edges leave "${target}", which never runs on the way.`, `Remove the edges from "${target}".`);
  }
}
