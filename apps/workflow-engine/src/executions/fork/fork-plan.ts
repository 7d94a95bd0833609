import type { EdgeDefinition, NodeDefinition, WorkflowDefinition } from '@aiwf/definition';
import type { FailureReason, SettledNode, Stored } from '../../workflows';

/** A node of the run that is forked, as far as it came. */
export interface ParentNode {
  id: string;
  status: 'pending' | 'running' | 'completed' | 'failed' | 'skipped' | 'cancelled';
  /** Of a completed node. */
  output: Stored;
  /** Of a failed node. */
  error: FailureReason;
  /** A compensation took back what it had done. */
  undone: boolean;
}

/** What makes a fork another run than its parent. */
export interface ForkSeeds {
  /** Nodes that run again, with all that is downstream of them. */
  again: ReadonlySet<string>;
  /** Nodes that are settled with another output; what is downstream of them runs again. */
  edited: ReadonlyMap<string, Stored>;
}

/** What a fork keeps of its parent. */
export interface ForkPlan {
  /** Settled nodes by their ids, in the order in which they settled. */
  kept: Map<string, SettledNode>;
  /** Edited nodes that would run again all the same, since something upstream of them does. */
  contradicted: string[];
}

/**
 * Decides what a fork keeps: each node that ended in the parent (completed, skipped, or failed where its `on_error` let
 * the run go on) unless it is to run again or is downstream of a node that is, or of one with an edited output. A node
 * that ended while a node before it had not, since its `join` didn't wait for it, is kept.
 *
 * @param definition the fork's own
 * @param parent nodes of the parent in the order in which they settled; the others may stand anywhere
 */
export function planFork(
  definition: WorkflowDefinition,
  parent: readonly ParentNode[],
  { again, edited }: ForkSeeds,
): ForkPlan {
  const graph = forwardGraph(definition);
  const undone = parent.filter((node) => node.undone).map(({ id }) => id);
  const rerun = downstreamOf(graph, [...again, ...undone], edited);
  const kept = new Map<string, SettledNode>();
  for (const { id, ...node } of parent) {
    const own = graph.nodes.get(id);
    const output = edited.get(id);
    if (own && output !== undefined) kept.set(id, { status: 'completed', output });
    else if (own && !rerun.has(id) && !graph.compensations.has(id)) keep(kept, own, node);
  }
  dropLosers(graph, parent, kept, rerun);
  const contradicted = [...edited.keys()].filter((id) =>
    (graph.incoming.get(id) ?? []).some(({ source }) => rerun.has(source)),
  );
  return { kept, contradicted };
}

function keep(
  kept: Map<string, SettledNode>,
  { id, on_error }: NodeDefinition,
  { status, output, error }: Omit<ParentNode, 'id'>,
): void {
  if (status === 'completed') kept.set(id, { status, output });
  else if (status === 'skipped') kept.set(id, { status });
  else if (status === 'failed' && (on_error === 'continue' || on_error === 'route')) {
    kept.set(id, { status, error });
  }
}

/** A cancelled node whose followers all ended without it lost against another branch: nobody needs it any more. */
function dropLosers(
  { outgoing }: ForwardGraph,
  parent: readonly ParentNode[],
  kept: Map<string, SettledNode>,
  rerun: ReadonlySet<string>,
): void {
  for (const { id, status } of parent) {
    const followers = outgoing.get(id) ?? [];
    if (status !== 'cancelled' || rerun.has(id) || kept.has(id) || followers.length === 0) continue;
    if (followers.every(({ target }) => kept.has(target))) kept.set(id, { status: 'skipped' });
  }
}

/** A definition's graph without its compensation edges, along which nothing goes forward. */
interface ForwardGraph {
  nodes: Map<string, NodeDefinition>;
  incoming: Map<string, EdgeDefinition[]>;
  outgoing: Map<string, EdgeDefinition[]>;
  /** Targets of compensation edges. */
  compensations: Set<string>;
}

function forwardGraph({ nodes, edges = [] }: WorkflowDefinition): ForwardGraph {
  const graph: ForwardGraph = {
    nodes: new Map(nodes.map((node) => [node.id, node])),
    incoming: new Map(),
    outgoing: new Map(),
    compensations: new Set(),
  };
  for (const edge of edges) {
    if (edge.kind === 'compensation') {
      graph.compensations.add(edge.target);
      continue;
    }
    graph.incoming.set(edge.target, [...(graph.incoming.get(edge.target) ?? []), edge]);
    graph.outgoing.set(edge.source, [...(graph.outgoing.get(edge.source) ?? []), edge]);
  }
  return graph;
}

/** The nodes and all that follows them; an edited node ends the way there, and begins one of its own. */
function downstreamOf(
  { outgoing }: ForwardGraph,
  nodes: readonly string[],
  edited: ReadonlyMap<string, Stored>,
): Set<string> {
  const found = new Set<string>();
  const open = nodes.filter((id) => !edited.has(id));
  for (const id of edited.keys()) open.push(...targetsOf(id));
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (found.has(id) || edited.has(id)) continue;
    found.add(id);
    open.push(...targetsOf(id));
  }
  return found;

  function targetsOf(id: string): string[] {
    return (outgoing.get(id) ?? []).map(({ target }) => target);
  }
}
