import type { EdgeDefinition, JsonObject, NodeDefinition } from '@aiwf/definition';
import type { Gives, Source } from '../plan/plan-items';
import { identifier, IdentifierRegistry } from './identifiers';
import type { Recording, Result, Way } from './flow';
import { distinguish } from './node-names';
import { orNull, substitution } from './expressions';

/** What all graphs of one workflow share: ids, inputs, and where material and data are to be read. */
export class Shared {
  readonly ids = new IdentifierRegistry();
  readonly inputs: JsonObject = {};
  readonly sources = new Map<Source, Result>();
  readonly given = new Map<Gives, Result>();
  /** Templates of the workflow's output, by name. */
  readonly outputs = new Map<string, string>();
  /** Nodes that fetch material. */
  readonly fetches: string[] = [];
  /** How many of them there are to be. */
  fetchesExpected = 0;

  /** What was made readable since a list of sources was taken is so no more: it stands in a way that may not be taken. */
  forgetSince(known: ReadonlySet<Source>): void {
    for (const source of this.sources.keys()) if (!known.has(source)) this.sources.delete(source);
  }
}

/** One graph as it is written: the workflow's own, or the body of a repetition. */
export class GraphWriter {
  private readonly nodes: NodeDefinition[] = [];
  private readonly edges: EdgeDefinition[] = [];
  private readonly branches = new Map<NodeDefinition, string>();

  constructor(readonly shared: Shared) {}

  /** A graph inside one of this graph's nodes. */
  inside(): GraphWriter {
    return new GraphWriter(this.shared);
  }

  get size(): number {
    return this.nodes.length;
  }

  /** An id that no other node of the workflow has. */
  id(name: string): string {
    return this.shared.ids.take(name.slice(0, 56));
  }

  /** Adds a node at the end of the ways. */
  add(node: NodeDefinition, ways: readonly Way[], branchName?: string): void {
    this.nodes.push(node);
    if (branchName !== undefined) this.branches.set(node, branchName);
    for (const way of ways) this.edges.push({ ...way, target: node.id });
  }

  /** Whether anything follows a way already. */
  isConnected({ source, branch }: Way): boolean {
    return this.edges.some((edge) => edge.source === source && edge.branch === branch);
  }

  typeOf(id: string): NodeDefinition['type'] | undefined {
    return this.nodes.find((node) => node.id === id)?.type;
  }

  /** Lets the nodes from a place on that can fail lead somewhere else when they do, and gives their ids. */
  routeFailures(isIncluded: (node: NodeDefinition, at: number) => boolean): string[] {
    const routed: string[] = [];
    for (const [at, node] of this.nodes.entries()) {
      if (!CAN_FAIL.has(node.type) || !isIncluded(node, at)) continue;
      const routing: NodeDefinition = { ...node, on_error: 'route' };
      this.nodes[at] = routing;
      const branch = this.branches.get(node);
      if (branch !== undefined) this.branches.set(routing, branch);
      routed.push(node.id);
    }
    return routed;
  }

  /** Notes a result as an output of the workflow, under a name that is free. */
  record(product: string, result: Result, recording: Recording): void {
    if (recording === 'none') return;
    const { outputs, ids } = this.shared;
    const wanted = identifier(product, 'text');
    const name = outputs.has(wanted) || wanted === 'result' ? ids.take(`${wanted}_result`) : wanted;
    outputs.set(name, recording === 'plain' ? substitution(result) : `{{ ${orNull(result, true)} }}`);
  }

  graph(): { nodes: NodeDefinition[]; edges: EdgeDefinition[] } {
    return { nodes: distinguish(this.nodes, this.branches), edges: this.edges };
  }
}

const CAN_FAIL: ReadonlySet<NodeDefinition['type']> = new Set<NodeDefinition['type']>([
  'agent',
  'http_request',
  'map',
  'loop',
]);
