import { CancellationScope, CancelledFailure, isCancellation } from '@temporalio/workflow';
import { evaluateExpression } from '@aiwf/definition';
import type { EdgeDefinition, Json, NodeDefinition, Scope } from '@aiwf/definition';
import { GraphState } from './graph-state';
import { LlmCallBudget } from './llm-call-budget';
import { GraphFailure, reasonOf, type FailureReason } from './graph-failure';
import { runNode } from './nodes';
import { Outbox } from './outbox';
import type { Progress } from './progress';
import type { RunInput } from './run-input';

/** Nodes of one run that work at the same time. */
const MAX_RUNNING = 100;

/** A node's output travels through Temporal's history, whose payloads end at 2 MB. */
const MAX_OUTPUT_CHARACTERS = 256 * 1024;

type NodeEvent = Parameters<Progress['emit']>[0];

/**
 * The interpreter: starts each node the moment its own inputs are settled. Nodes that become ready together start in
 * the order of the definition; the first failure stops the run, and of several in one step the one that stands first
 * in the definition is reported.
 */
export class GraphRun {
  /** What templates and expressions read; nodes appear in it as they end. */
  readonly scope: Scope;

  private readonly state: GraphState;
  private readonly budget: LlmCallBudget;
  private readonly outbox = new Outbox();
  private readonly ready: NodeDefinition[] = [];
  private readonly running = new Map<string, CancellationScope>();
  private readonly failures: { node: NodeDefinition; reason: FailureReason }[] = [];
  /** What happened after the run was stopped, see {@link tell}. */
  private readonly late: NodeEvent[] = [];
  private stopped = false;
  private cancelled = false;
  private resolveEnd: () => void = () => undefined;

  constructor(
    private readonly input: RunInput,
    private readonly progress: Progress,
  ) {
    this.state = new GraphState(input.definition);
    this.budget = new LlmCallBudget(input.definition.limits?.max_llm_calls);
    this.scope = { inputs: input.inputs, nodes: {}, execution: { id: input.execution_id } };
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
    this.startReady();
    await end;
    await this.progress.flush();
    for (const event of this.late) this.progress.emit(event);
    const [first] = this.failures.sort(
      (a, b) => this.state.position(a.node.id) - this.state.position(b.node.id),
    );
    if (first)
      throw new GraphFailure(first.reason.code, `Node "${first.node.id}" failed: ${first.reason.message}`);
    if (this.cancelled) throw new CancelledFailure('The execution was cancelled');
  }

  private startReady(): void {
    while (!this.stopped && this.ready.length > 0 && this.running.size < MAX_RUNNING) {
      const node = this.ready.shift() as NodeDefinition;
      const scope = new CancellationScope(
        node.timeout_seconds === undefined
          ? { cancellable: true }
          : { cancellable: true, timeout: node.timeout_seconds * 1000 },
      );
      this.running.set(node.id, scope);
      void this.execute(node, scope).then(() => {
        this.running.delete(node.id);
        this.startReady();
      });
    }
    if (this.running.size === 0) this.resolveEnd();
  }

  /** One node from start to settlement; never rejects. */
  private async execute(node: NodeDefinition, scope: CancellationScope): Promise<void> {
    try {
      this.tell({ type: 'node.started', node_id: node.id });
      const output = await scope.run(() =>
        runNode(node, {
          executionId: this.input.execution_id,
          settings: this.input.settings,
          scope: this.scope,
          budget: this.budget,
          outbox: this.outbox,
          progress: this.progress,
        }),
      );
      this.complete(node, output);
    } catch (error) {
      this.fail(node, scope, error);
    }
  }

  private complete(node: NodeDefinition, output: Json): void {
    if (JSON.stringify(output).length > MAX_OUTPUT_CHARACTERS) {
      throw new GraphFailure(
        'output_too_large',
        `Its output is larger than ${MAX_OUTPUT_CHARACTERS} characters`,
      );
    }
    this.scope.nodes[node.id] = { output };
    const taken = new Map(this.state.edgesFrom(node.id).map((edge) => [edge, this.isTaken(edge, output)]));
    this.tell({ type: 'node.completed', node_id: node.id, output });
    const { ready, skipped } = this.state.settle(node.id, (edge) => taken.get(edge) === true);
    for (const { id } of skipped) {
      this.scope.nodes[id] = { output: null };
      this.tell({ type: 'node.skipped', node_id: id });
    }
    this.ready.push(...ready);
  }

  private isTaken(edge: EdgeDefinition, output: Json): boolean {
    if (edge.branch !== undefined) {
      const chosen =
        typeof output === 'object' && output !== null && !Array.isArray(output) ? output.branch : null;
      if (chosen !== edge.branch) return false;
    }
    if (edge.when === undefined) return true;
    const verdict = evaluateExpression(edge.when, this.scope);
    if (typeof verdict === 'boolean') return verdict;
    throw new GraphFailure(
      'expression_type',
      `The edge to "${edge.target}" needs a "when" that is true or false, but it gave ${JSON.stringify(verdict)}`,
    );
  }

  private fail(node: NodeDefinition, scope: CancellationScope, error: unknown): void {
    if (isCancellation(error)) {
      const timedOut = !this.stopped && !CancellationScope.current().consideredCancelled;
      if (timedOut && scope.consideredCancelled && node.timeout_seconds !== undefined) {
        this.recordFailure(node, {
          code: 'node_timeout',
          message: `It took longer than its limit of ${node.timeout_seconds} seconds (timeout_seconds)`,
        });
        return;
      }
      this.cancelled = true;
      this.stop();
      this.tell({ type: 'node.cancelled', node_id: node.id });
      return;
    }
    this.recordFailure(node, reasonOf(error));
  }

  private recordFailure(node: NodeDefinition, reason: FailureReason): void {
    this.failures.push({ node, reason });
    this.stop();
    this.tell({ type: 'node.failed', node_id: node.id, error: reason });
  }

  /**
   * Emits an event; once the run is stopped, keeps it until nothing runs any more. Temporal resolves a cancelled call at
   * once, and a replay may order that before or after a write of events that is under way. Were these events written
   * as they come, the two would make different batches, and the replay would be refused as another course of events.
   */
  private tell(event: NodeEvent): void {
    if (this.stopped) this.late.push(event);
    else this.progress.emit(event);
  }

  /** Nothing new starts, and what runs is cancelled. */
  private stop(): void {
    if (this.stopped) return;
    this.stopped = true;
    for (const scope of this.running.values()) scope.cancel();
  }
}
