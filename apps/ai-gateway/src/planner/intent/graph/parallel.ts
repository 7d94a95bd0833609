import { incomingEdges, outgoingEdges, topologicalOrder, upstreamOf } from '@aiwf/definition';
import type { Region } from './scopes';

/** Tells which nodes of a graph may run at the same time. */
export class ParallelNodes {
  private readonly upstream = new Map<string, ReadonlySet<string>>();
  /** Of each node the branches that it only runs on, as `condition:branch`. */
  private readonly branches = new Map<string, ReadonlySet<string>>();

  constructor(private readonly region: Region) {
    const { graph } = region;
    const incoming = incomingEdges(graph);
    for (const { id } of graph.nodes) this.upstream.set(id, upstreamOf(graph, id));
    for (const id of topologicalOrder(graph)) {
      const ways = (incoming.get(id) ?? []).map(({ source, branch, when, kind }) => {
        const name = branch ?? when ?? (kind === 'error' ? '(error)' : undefined);
        const before = this.branches.get(source) ?? new Set();
        return name === undefined ? before : new Set([...before, `${source}:${name}`]);
      });
      const [first = new Set<string>(), ...others] = ways;
      this.branches.set(id, new Set([...first].filter((name) => others.every((way) => way.has(name)))));
    }
  }

  /** Other nodes that may be at work while one is: neither is before the other, and no decision lies between them. */
  besides(id: string): string[] {
    return this.region.graph.nodes
      .map((node) => node.id)
      .filter(
        (other) =>
          other !== id &&
          this.upstream.get(id)?.has(other) !== true &&
          this.upstream.get(other)?.has(id) !== true &&
          !this.areAlternatives(id, other),
      );
  }

  /** Whether the graph splits anywhere before a node, or at its start, without deciding. */
  get hasFanOut(): boolean {
    const { graph } = this.region;
    const starts = [...incomingEdges(graph).values()].filter((edges) => edges.length === 0).length;
    const splits = [...outgoingEdges(graph).values()].some(
      (edges) =>
        new Set(
          edges
            .filter(({ branch, when, kind }) => (branch ?? when ?? kind) === undefined)
            .map(({ target }) => target),
        ).size > 1,
    );
    return starts > 1 || splits;
  }

  private areAlternatives(some: string, other: string): boolean {
    const theirs = [...(this.branches.get(other) ?? [])];
    return [...(this.branches.get(some) ?? [])].some((name) => {
      const [source] = name.split(':');
      return theirs.some((each) => each !== name && each.startsWith(`${source}:`));
    });
  }
}
