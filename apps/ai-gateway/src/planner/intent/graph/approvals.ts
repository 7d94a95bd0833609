import {
  type EdgeDefinition,
  findExpressionReferences,
  incomingEdges,
  type NodeDefinition,
  parseJoin,
  topologicalOrder,
} from '@aiwf/definition';
import { stringsOf, withoutStrings } from './template-parts';
import type { PlacedNode, Region, Scope } from './scopes';

/**
 * The nodes that run only after a person has said yes, whichever way the run takes: each way to them leads over the
 * `approved` branch of an approval, or over a branch that is taken only when an approval's answer was yes.
 */
export function approvedNodes(scopes: readonly Scope[]): ReadonlySet<NodeDefinition> {
  const approved = new Set<NodeDefinition>();
  for (const { regions, holder: outer } of scopes) {
    for (const region of regions) {
      const holder = region.holder ?? outer;
      const inside = holder !== undefined && approved.has(holder.node);
      const ids = inside ? undefined : approvedIn(region);
      for (const node of region.graph.nodes) if (inside || ids?.has(node.id) === true) approved.add(node);
    }
  }
  return approved;
}

/** Whether an approval is anywhere before a node, on whichever of its branches. */
export function hasApprovalBefore({ node, region }: PlacedNode): boolean {
  const incoming = incomingEdges(region.graph);
  const byId = new Map(region.graph.nodes.map((each) => [each.id, each]));
  const seen = new Set<string>();
  const open = [node.id];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    for (const { source } of incoming.get(id) ?? []) {
      if (byId.get(source)?.type === 'approval') return true;
      if (!seen.has(source)) open.push(source);
      seen.add(source);
    }
  }
  return false;
}

function approvedIn({ graph }: Region): ReadonlySet<string> {
  const byId = new Map(graph.nodes.map((node) => [node.id, node]));
  const incoming = incomingEdges(graph);
  const found = new Set<string>();
  const isSafe = (edge: EdgeDefinition): boolean =>
    found.has(edge.source) || opensOnYes(edge, byId) || readsYes(edge.when, byId);
  for (const id of topologicalOrder(graph)) {
    const edges = incoming.get(id) ?? [];
    const join = parseJoin(byId.get(id)?.join);
    const needed = join.kind === 'quorum' ? join.n : 1;
    if (edges.length > 0 && edges.filter((edge) => !isSafe(edge)).length < needed) found.add(id);
  }
  // What undoes a step runs after that step alone.
  for (const { source, target, kind } of graph.edges ?? [])
    if (kind === 'compensation' && found.has(source)) found.add(target);
  return found;
}

type Nodes = ReadonlyMap<string, NodeDefinition>;

function opensOnYes({ source, branch, kind }: EdgeDefinition, nodes: Nodes): boolean {
  const node = nodes.get(source);
  if (kind !== undefined || branch === undefined || node === undefined) return false;
  if (node.type === 'approval') return branch === 'approved';
  if (node.type !== 'condition') return false;
  const { branches } = node.config;
  const taken = branches.find(({ name }) => name === branch);
  if (taken) return readsYes(taken.when, nodes);
  return branches.some(({ when }) => readsNotYes(when, nodes));
}

const YES = /^(?:approved?|yes)$/i;
const NEGATION = /!=|!(?!=)/;

/** `nodes.ask.output.branch == "approved"`, and whatever else reads an approval's answer and wants a yes. */
function readsYes(expression: string | undefined, nodes: Nodes): boolean {
  if (expression === undefined || !readsApproval(expression, nodes)) return false;
  const plain = withoutStrings(expression);
  return (
    stringsOf(expression).some((text) => YES.test(text)) && !NEGATION.test(plain) && !plain.includes('||')
  );
}

/** True whenever the answer was no: `nodes.ask.output.branch != "approved"`. */
function readsNotYes(expression: string, nodes: Nodes): boolean {
  if (!readsApproval(expression, nodes)) return false;
  const plain = withoutStrings(expression);
  return (
    stringsOf(expression).some((text) => YES.test(text)) && NEGATION.test(plain) && !plain.includes('&&')
  );
}

function readsApproval(expression: string, nodes: Nodes): boolean {
  return findExpressionReferences(expression).some(
    ({ root, path }) => root === 'nodes' && nodes.get(path[0] ?? '')?.type === 'approval',
  );
}
