import { parseJoin } from '@aiwf/definition';
import type { EdgeDefinition, NodeDefinition, Subgraph } from '@aiwf/definition';

/** What became of a node's outgoing edges: what can start now, and what never will. */
export interface Settlement {
  ready: NodeDefinition[];
  skipped: NodeDefinition[];
}

interface Place {
  node: NodeDefinition;
  position: number;
  outgoing: EdgeDefinition[];
  /** Incoming edges whose source is not settled yet. */
  open: number;
  taken: number;
  /** Taken edges that start the node; undefined: one, once none is open. */
  needed: number | undefined;
  /** Its fate is known: it was found ready or skipped. */
  decided: boolean;
}

/**
 * Which nodes may start, by their `join`. With `all`, a node waits until each of its incoming edges is settled; it
 * starts if at least one of them was taken and is skipped otherwise, so a branch not taken ends quietly and two
 * branches of a condition can meet again. With `any` and `quorum(n)` it starts at the first or the nth edge taken, and
 * is skipped when so many can't be taken any more.
 */
export class GraphState {
  private readonly places = new Map<string, Place>();

  constructor(graph: Subgraph) {
    for (const [position, node] of graph.nodes.entries()) {
      const join = parseJoin(node.join);
      const needed = join.kind === 'all' ? undefined : join.kind === 'any' ? 1 : join.n;
      this.places.set(node.id, { node, position, outgoing: [], open: 0, taken: 0, needed, decided: false });
    }
    for (const edge of graph.edges ?? []) {
      const target = this.places.get(edge.target);
      if (!target) continue;
      // What undoes a node runs when the run is cancelled, and waits for nothing.
      if (edge.kind === 'compensation') target.decided = true;
      else {
        this.places.get(edge.source)?.outgoing.push(edge);
        target.open += 1;
      }
    }
  }

  /** The nodes nothing leads to, in the order of the definition. */
  roots(): NodeDefinition[] {
    const roots = [...this.places.values()].filter((place) => place.open === 0 && !place.decided);
    for (const place of roots) place.decided = true;
    return roots.map(({ node }) => node);
  }

  /** A node's place in the definition, which breaks every tie. */
  position(nodeId: string): number {
    return this.places.get(nodeId)?.position ?? 0;
  }

  edgesFrom(nodeId: string): readonly EdgeDefinition[] {
    return this.places.get(nodeId)?.outgoing ?? [];
  }

  /** Settles a node's outgoing edges; nodes that can no longer be reached are skipped, and those after them. */
  settle(nodeId: string, taken: (edge: EdgeDefinition) => boolean): Settlement {
    const settlement: Settlement = { ready: [], skipped: [] };
    for (const edge of this.edgesFrom(nodeId)) this.arrive(edge, taken(edge), settlement);
    for (const skipped of settlement.skipped) {
      // The list grows while it is walked: a chain of any length is skipped without recursion.
      for (const edge of this.edgesFrom(skipped.id)) this.arrive(edge, false, settlement);
    }
    settlement.ready.sort((a, b) => this.position(a.id) - this.position(b.id));
    return settlement;
  }

  /**
   * Of the nodes at work, those that nothing still to come depends on: whatever they lead to has started without them.
   * A node that nothing follows is a result of the graph, and needed.
   *
   * @param isRead whether what is still to come may read a node's output
   */
  unneeded(working: readonly string[], isRead: (nodeId: string) => boolean): string[] {
    const known = new Map<string, boolean>();
    const needed = (id: string): boolean => {
      const before = known.get(id);
      if (before !== undefined) return before;
      const edges = this.edgesFrom(id);
      const verdict =
        edges.length === 0 ||
        isRead(id) ||
        edges.some(({ target }) => this.places.get(target)?.decided === false && needed(target));
      known.set(id, verdict);
      return verdict;
    };
    return working.filter((id) => !needed(id));
  }

  /** Nodes that have neither begun nor been skipped. */
  waiting(): NodeDefinition[] {
    return [...this.places.values()].filter((place) => !place.decided).map(({ node }) => node);
  }

  private arrive(edge: EdgeDefinition, taken: boolean, settlement: Settlement): void {
    const place = this.places.get(edge.target);
    if (!place) return;
    place.open -= 1;
    if (taken) place.taken += 1;
    if (place.decided) return;
    const { needed, open } = place;
    const starts = needed === undefined ? open === 0 && place.taken > 0 : place.taken >= needed;
    const never = needed === undefined ? open === 0 && place.taken === 0 : place.taken + open < needed;
    if (!starts && !never) return;
    place.decided = true;
    (starts ? settlement.ready : settlement.skipped).push(place.node);
  }
}
