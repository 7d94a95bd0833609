import { Injectable } from '@nestjs/common';
import {
  newExecutionId,
  newWorkflowId,
  type RecordedModelTurn,
  type RecordedNode,
  type RecordedRun,
  type RecordedTool,
} from '@aiwf/contracts';
import type { Json, JsonObject } from '@aiwf/definition';
import { BlobRepository } from '../../blobs';
import { Recordings } from '../../recordings';
import type { RetracedRun, SettledNode } from '../../workflows';
import { checkedDefinition, checkedInputs, ExecutionStarter } from '../execution.starter';
import { ForkWriter } from '../fork/fork.writer';
import { ExportService } from './export.service';
import { modelCallOf, snapshotOf, toolCallOf } from './recorded-calls';
import { RecordRepository } from './record.repository';
import { RecordedSteering, type Hindrance } from './recorded-steering';
import { timedOut } from './timed-out';
import { withReferences } from './whole-values';

/** What a run that retraced a record came to. */
export interface RetracedCourse {
  /** Its own record. */
  run: RecordedRun;
  hindrance?: Hindrance;
}

/** Runs recorded runs again: the same graph with the recorded replies and decisions, and no model. */
@Injectable()
export class RecordedRuns {
  constructor(
    private readonly starter: ExecutionStarter,
    private readonly records: RecordRepository,
    private readonly blobs: BlobRepository,
    private readonly forks: ForkWriter,
    private readonly recordings: Recordings,
    private readonly steering: RecordedSteering,
    private readonly exports: ExportService,
  ) {}

  /**
   * Runs the graph of a record to its end, as its owner's. Replies, decisions and ends by time come from the record; a call
   * that is not recorded fails as its node did there, or as `not_recorded`.
   *
   * @throws Error when it doesn't end; HttpProblem 422 for a definition or inputs that don't hold
   */
  async retrace({ ...recorded }: RecordedRun): Promise<RetracedCourse> {
    const definition = checkedDefinition(recorded.definition as unknown as JsonObject, '/definition');
    const record = { ...recorded, definition, inputs: checkedInputs(definition, recorded.inputs) };
    const executionId = newExecutionId();
    const course = this.recordings.begin(executionId, record);
    try {
      await this.start(executionId, await this.seed(record), record);
      const hindrance = await this.steering.follow(executionId, course);
      const run = await this.exports.export(executionId, record.user_id);
      return hindrance === undefined ? { run } : { run, hindrance };
    } finally {
      this.recordings.end(executionId);
    }
  }

  /**
   * Puts a recorded run's calls into the ledger, under a finished execution of their own.
   *
   * @returns that execution's id
   */
  private async seed(recorded: RecordedRun): Promise<string> {
    const id = newExecutionId();
    const now = new Date();
    const execution = {
      id,
      ...this.identityOf(recorded),
      settings: this.starter.settings.fixed(),
      status: 'completed' as const,
      startedAt: now,
      completedAt: now,
    };
    await this.records.write(execution, async (tx) => {
      const stored = async <T>(value: T): Promise<T> =>
        (await withReferences(value as Json, (each) => this.blobs.put(id, each, tx))) as T;
      const models: RecordedModelTurn[] = [];
      for (const turn of recorded.model_calls) models.push(await stored(turn));
      const tools: RecordedTool[] = [];
      for (const call of recorded.tool_calls) tools.push(await stored(call));
      return {
        models: models.map((turn) => modelCallOf(turn, id)),
        tools: tools.map((call) => toolCallOf(call, id)),
      };
    });
    return id;
  }

  /** Starts the graph as a fork of the execution whose ledger holds the recorded calls. */
  private async start(id: string, seed: string, recorded: RecordedRun): Promise<void> {
    const retraces: RetracedRun = { execution_id: recorded.execution_id, timed_out: timedOut(recorded) };
    const settings = this.starter.settings.fixed();
    const execution = {
      id,
      ...this.identityOf(recorded),
      requestId: undefined,
      // A queue with one place would be held by a call that waits for another one's turn.
      settings: { ...settings, llm: settings.named_llm, retraces },
      forkedFrom: seed,
    };
    const snapshots = recorded.tool_snapshots.map((tool) => snapshotOf(tool, id));
    const kept = new Map(recorded.kept.map((node) => [node.node_id, settledOf(node)]));
    await this.starter.accept(execution, async (tx) => {
      await this.records.writeSnapshots(tx, snapshots);
      return kept.size === 0 ? undefined : this.forks.write(tx, { parent: seed, fork: id, kept });
    });
  }

  private identityOf({ definition, inputs, user_id: userId }: RecordedRun) {
    return { userId, workflowId: definition.id ?? newWorkflowId(), definition, inputs };
  }
}

function settledOf({ status, output, error }: RecordedNode): SettledNode {
  if (status === 'completed') return { status, output: { json: output ?? null } };
  if (status === 'failed' && error) return { status, error };
  return { status: 'skipped' };
}
