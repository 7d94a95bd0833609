import type { EdgeDefinition, NodeDefinition, WorkflowDefinition } from '@aiwf/definition';

/** What became of a node's outgoing edges: what can start now, and what never will. */
export interface Settlement {
  ready: NodeDefinition[];
  skipped: NodeDefinition[];
}

interface Arrivals {
  /** Incoming edges whose source is not settled yet. */
  open: number;
  taken: boolean;
}

/**
 * Which nodes may start. A node waits until each of its incoming edges is settled (`join: all`); it starts if at
 * least one of them was taken and is skipped otherwise, so a branch not taken ends quietly and two branches of a
 * condition can meet again.
 */
export class GraphState {
  private readonly nodes = new Map<string, NodeDefinition>();
  private readonly positions = new Map<string, number>();
  private readonly outgoing = new Map<string, EdgeDefinition[]>();
  private readonly arrivals = new Map<string, Arrivals>();

  constructor(private readonly definition: WorkflowDefinition) {
    for (const [position, node] of definition.nodes.entries()) {
      this.nodes.set(node.id, node);
      this.positions.set(node.id, position);
      this.outgoing.set(node.id, []);
      this.arrivals.set(node.id, { open: 0, taken: false });
    }
    for (const edge of definition.edges ?? []) {
      this.outgoing.get(edge.source)?.push(edge);
      const arrivals = this.arrivals.get(edge.target);
      if (arrivals) arrivals.open += 1;
    }
  }

  /** The nodes nothing leads to, in the order of the definition. */
  roots(): NodeDefinition[] {
    return this.definition.nodes.filter((node) => this.arrivals.get(node.id)?.open === 0);
  }

  /** A node's place in the definition, which breaks every tie. */
  position(nodeId: string): number {
    return this.positions.get(nodeId) ?? 0;
  }

  edgesFrom(nodeId: string): readonly EdgeDefinition[] {
    return this.outgoing.get(nodeId) ?? [];
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

  private arrive(edge: EdgeDefinition, taken: boolean, settlement: Settlement): void {
    const arrivals = this.arrivals.get(edge.target);
    const node = this.nodes.get(edge.target);
    if (!arrivals || !node) return;
    arrivals.open -= 1;
    arrivals.taken ||= taken;
    if (arrivals.open === 0) (arrivals.taken ? settlement.ready : settlement.skipped).push(node);
  }
}
