import { CancellationScope, CancelledFailure, isCancellation } from '@temporalio/workflow';
import type { EdgeDefinition, NodeDefinition, Subgraph } from '@aiwf/definition';
import type { SpendingScope } from './activities.contract';
import type { FailureReason, Stored } from './values.contract';
import type { SettledNode } from './checkpoint';
import { compensate } from './compensation';
import { GraphFailure, reasonOf } from './graph-failure';
import { GraphState, type Settlement } from './graph-state';
import { runNode } from './nodes';
import type { NodeContext } from './nodes/node-context';
import { nodesAlone } from './placement';
import type { Progress } from './progress';
import { nodesReadBy } from './reads';
import type { RunContext } from './run-context';
import type { RunScope } from './run-scope';
import { takenEdges } from './taken-edges';

/** Nodes of one graph that work at the same time. */
const MAX_RUNNING = 100;

/** Where a graph stands in its run. */
export interface GraphPlace {
  graph: Subgraph;
  /** Put before the paths of its nodes: empty, or such as `nodes/each/items/3/`. */
  prefix: string;
  /** What its nodes read; they appear in it as they end. */
  scope: RunScope;
  spending: SpendingScope[];
  /** Nothing else of its workflow is at work meanwhile. */
  alone: boolean;
}

type NodeEvent = Omit<Parameters<Progress['emit']>[0], 'path'>;

/**
 * The interpreter: starts each node the moment its own inputs are settled. Nodes that become ready together start in
 * the order of the definition; the first failure that no `on_error` handles stops the graph, and of several in one step
 * the one that stands first in the definition is reported.
 */
export class GraphRun {
  private readonly state: GraphState;
  /** The edges that leave each node, with their places in the graph's list. */
  private readonly edges: ReadonlyMap<string, [EdgeDefinition, number][]>;
  /** Nodes whose calls may be local. */
  private readonly alone: ReadonlySet<string>;
  private readonly ready: NodeDefinition[] = [];
  private readonly running = new Map<string, CancellationScope>();
  /** Nodes at work that nothing waits for any more: what they come to is not looked at. */
  private readonly dropped = new Set<string>();
  private readonly failures: { node: NodeDefinition; reason: FailureReason }[] = [];
  /** Where the graph was begun: its nodes are cancelled with that, whatever lets them start. */
  private readonly home = CancellationScope.current();
  private stopped = false;
  private cancelled = false;
  private resolveEnd: () => void = () => undefined;

  constructor(
    private readonly run: RunContext,
    private readonly place: GraphPlace,
  ) {
    this.state = new GraphState(place.graph);
    const placed = (place.graph.edges ?? []).map((edge, index): [EdgeDefinition, number] => [edge, index]);
    this.alone = place.alone && run.settings.local_calls ? nodesAlone(place.graph) : new Set();
    this.edges = Map.groupBy(placed, ([{ source }]) => source);
  }

  /**
   * Runs the graph to its end.
   *
   * @throws GraphFailure of the first node, in the order of the definition, that failed
   * @throws CancelledFailure when the run was cancelled from outside
   */
  async finished(): Promise<void> {
    const end = new Promise<void>((resolve) => (this.resolveEnd = resolve));
    this.ready.push(...this.state.roots());
    await this.restore();
    const unlisten = this.run.steering.onResume(() => this.startReady());
    this.home.cancelRequested.catch(() => this.cancelIdle());
    this.startReady();
    await end;
    unlisten();
    const [first] = this.failures.sort(
      (a, b) => this.state.position(a.node.id) - this.state.position(b.node.id),
    );
    if (first)
      throw new GraphFailure(first.reason.code, `Node "${first.node.id}" failed: ${first.reason.message}`);
    if (!this.cancelled) return;
    if (this.run.ending.cancelled) {
      await compensate(this.place.graph, (node) => this.contextOf(node), this.run);
    }
    throw new CancelledFailure('The execution was cancelled');
  }

  /** A paused graph may have no node at work that would notice. */
  private cancelIdle(): void {
    if (this.running.size > 0) return;
    this.cancelled = true;
    this.stop();
    this.resolveEnd();
  }

  /** The paths of its nodes. */
  paths(): string[] {
    return this.place.graph.nodes.map((node) => this.pathOf(node));
  }

  /** Takes over what was settled before, without saying so again; what a fork's changes skip is new. */
  private async restore(): Promise<void> {
    const own = new Map(this.place.graph.nodes.map((node) => [this.pathOf(node), node]));
    const skipped = new Set<NodeDefinition>();
    const before = { ...this.run.checkpoint.state.nodes };
    for (const [path, settled] of Object.entries(before)) {
      const node = own.get(path);
      if (!node || skipped.has(node)) continue;
      this.enterScope(node, settled);
      const settlement = this.advance(node, settled.taken ?? (await this.takenBy(node, settled)));
      for (const unreached of settlement.skipped) {
        skipped.add(unreached);
        if (!before[this.pathOf(unreached)]) this.tell({ type: 'node.skipped', node_id: unreached.id });
      }
      this.push(settlement);
    }
  }

  private startReady(): void {
    while (this.mayStart() && this.ready.length > 0) {
      const node = this.ready.shift() as NodeDefinition;
      const path = this.pathOf(node);
      if (this.run.checkpoint.settled(path)) continue;
      const scope = this.cancellationScopeOf(node, path);
      this.running.set(node.id, scope);
      void this.execute(node, scope).then(() => {
        this.running.delete(node.id);
        this.startReady();
      });
    }
    if (this.running.size === 0 && (this.stopped || this.ready.length === 0)) this.resolveEnd();
  }

  private mayStart(): boolean {
    return !this.stopped && !this.run.steering.paused && this.running.size < MAX_RUNNING;
  }

  private cancellationScopeOf(node: NodeDefinition, path: string): CancellationScope {
    const { checkpoint } = this.run;
    const step = `${path}#node`;
    const begun = checkpoint.step(step).begun === true;
    const { deadline } = checkpoint.step(step);
    const seconds = node.timeout_seconds;
    const ends =
      typeof deadline === 'number' ? deadline : seconds === undefined ? null : Date.now() + seconds * 1000;
    checkpoint.remember(step, { begun: true, deadline: ends });
    if (!begun) this.tell({ type: 'node.started', node_id: node.id });
    return this.run.time.scope(path, ends);
  }

  /** One node from start to settlement; never rejects. */
  private async execute(node: NodeDefinition, scope: CancellationScope): Promise<void> {
    try {
      await scope.run(async () => {
        await this.run.progress.keptUp();
        await this.run.gate.enter();
        const output = await runNode(node, this.contextOf(node));
        if (this.dropped.has(node.id)) return;
        await this.complete(node, output);
      });
    } catch (error) {
      if (!this.dropped.has(node.id)) await this.fail(node, scope, error);
    }
  }

  private async complete(node: NodeDefinition, output: Stored): Promise<void> {
    const settled: SettledNode = { status: 'completed', output };
    this.enterScope(node, settled);
    const taken = await this.takenBy(node, settled);
    this.tell({ type: 'node.completed', node_id: node.id, output });
    this.settle(node, { ...settled, taken });
  }

  private async fail(node: NodeDefinition, scope: CancellationScope, error: unknown): Promise<void> {
    if (!isCancellation(error)) return this.recordFailure(node, reasonOf(error));
    const cancelledFromOutside = this.stopped || this.home.consideredCancelled;
    if (!cancelledFromOutside && scope.consideredCancelled && node.timeout_seconds !== undefined) {
      return this.recordFailure(node, {
        code: 'node_timeout',
        message: `It took longer than its limit of ${node.timeout_seconds} seconds (timeout_seconds)`,
      });
    }
    this.cancelled = true;
    this.stop();
    this.tell({ type: 'node.cancelled', node_id: node.id });
  }

  private async recordFailure(node: NodeDefinition, reason: FailureReason): Promise<void> {
    const settled: SettledNode = { status: 'failed', error: reason };
    let told = reason;
    const handled = !this.stopped && (node.on_error === 'continue' || node.on_error === 'route');
    try {
      if (handled) {
        this.enterScope(node, settled);
        const taken = await this.takenBy(node, settled);
        this.tell({ type: 'node.failed', node_id: node.id, error: reason, data: { handled } });
        return this.settle(node, { ...settled, taken });
      }
    } catch (error) {
      told = reasonOf(error);
    }
    this.failures.push({ node, reason: told });
    this.stop();
    this.tell({ type: 'node.failed', node_id: node.id, error: told });
  }

  private settle(node: NodeDefinition, settled: SettledNode): void {
    this.run.checkpoint.settle(this.pathOf(node), settled);
    const settlement = this.advance(node, settled.taken ?? []);
    for (const skipped of settlement.skipped) this.tell({ type: 'node.skipped', node_id: skipped.id });
    this.push(settlement);
    if (settlement.ready.some(({ join }) => join !== undefined && join !== 'all')) this.dropLosers();
  }

  /** Settles a node's edges, and the nodes that can no longer be reached with them. */
  private advance(node: NodeDefinition, taken: readonly number[]): Settlement {
    const edges = new Set(taken.map((index) => this.place.graph.edges?.[index]));
    const settlement = this.state.settle(node.id, (edge) => edges.has(edge));
    for (const skipped of settlement.skipped) {
      this.enterScope(skipped, { status: 'skipped' });
      this.run.checkpoint.settle(this.pathOf(skipped), { status: 'skipped', taken: [] });
    }
    return settlement;
  }

  private push({ ready }: Settlement): void {
    this.ready.push(...ready);
    this.ready.sort((a, b) => this.state.position(a.id) - this.state.position(b.id));
  }

  /** A join that started without them leaves nodes at work for nothing: they are broken off. */
  private dropLosers(): void {
    const reads = [...this.state.waiting(), ...this.ready].map(nodesReadBy);
    const read = new Set(reads.flatMap((ids) => (ids === 'all' ? [] : [...ids])));
    const output = JSON.stringify(this.place.graph.output ?? null);
    const isRead = (id: string) => reads.includes('all') || read.has(id) || output.includes(id);
    for (const id of this.state.unneeded([...this.running.keys()], isRead)) {
      const node = this.place.graph.nodes.find((candidate) => candidate.id === id);
      if (!node || this.dropped.has(id) || this.run.checkpoint.settled(this.pathOf(node))) continue;
      this.dropped.add(id);
      this.enterScope(node, { status: 'skipped' });
      this.tell({ type: 'node.skipped', node_id: id, data: { reason: 'not needed any more' } });
      this.settle(node, { status: 'skipped', taken: [] });
      this.running.get(id)?.cancel();
    }
  }

  private enterScope(node: NodeDefinition, settled: SettledNode): void {
    const output = settled.status === 'completed' ? settled.output : { json: null };
    this.place.scope.setNode(node.id, output, settled.status === 'failed' ? settled.error : undefined);
  }

  private takenBy(node: NodeDefinition, settled: SettledNode): Promise<number[]> {
    return takenEdges(node, settled, this.edges.get(node.id) ?? [], this.run.values, this.place.scope);
  }

  private contextOf(node: NodeDefinition): NodeContext {
    const path = this.pathOf(node);
    const { scope, spending } = this.place;
    return {
      ...this.run,
      nodeId: node.id,
      path,
      scope,
      calls: this.alone.has(node.id) ? this.run.calls.alone() : this.run.calls,
      spending: node.limits === undefined ? spending : [...spending, { scope: path, limits: node.limits }],
    };
  }

  private pathOf(node: NodeDefinition): string {
    return `${this.place.prefix}nodes/${node.id}`;
  }

  private tell(event: NodeEvent): void {
    const { prefix } = this.place;
    this.run.progress.emit(
      prefix === '' ? event : { ...event, path: `${prefix}nodes/${event.node_id ?? ''}` },
    );
  }

  /** Nothing new starts, and what runs is cancelled. */
  private stop(): void {
    if (this.stopped) return;
    this.stopped = true;
    this.run.gate.open();
    for (const scope of this.running.values()) scope.cancel();
  }
}
