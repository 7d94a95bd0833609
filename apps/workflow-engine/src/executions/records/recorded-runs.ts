import { Injectable } from '@nestjs/common';
import {
  newExecutionId,
  newWorkflowId,
  type RecordedModelTurn,
  type RecordedRun,
  type RecordedTool,
} from '@aiwf/contracts';
import type { Json } from '@aiwf/definition';
import { BlobRepository } from '../../blobs';
import { ExecutionStarter } from '../execution.starter';
import { modelCallOf, snapshotOf, toolCallOf } from './recorded-calls';
import { RecordRepository } from './record.repository';
import { withReferences } from './whole-values';

/** Runs recorded runs again: the same graph with the recorded replies, and no model. */
@Injectable()
export class RecordedRuns {
  constructor(
    private readonly starter: ExecutionStarter,
    private readonly records: RecordRepository,
    private readonly blobs: BlobRepository,
  ) {}

  /**
   * Puts a recorded run's calls into the ledger, under a finished execution of their own.
   *
   * @returns that execution's id
   */
  async seed(recorded: RecordedRun, userId: string): Promise<string> {
    const id = newExecutionId();
    const now = new Date();
    const execution = {
      id,
      userId,
      workflowId: recorded.definition.id ?? newWorkflowId(),
      definition: recorded.definition,
      inputs: recorded.inputs,
      settings: this.starter.settings,
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

  /**
   * Starts the graph of a recorded run anew. Every reply comes from the seeded execution; what is not recorded fails.
   * Whoever starts it says what was said to the recorded run (`decisions`) once it asks for it.
   *
   * @param seed as {@link seed} returned it
   * @returns the id of the new execution
   */
  async start(recorded: RecordedRun, seed: string, userId: string): Promise<string> {
    const execution = {
      id: newExecutionId(),
      userId,
      workflowId: recorded.definition.id ?? newWorkflowId(),
      requestId: undefined,
      definition: recorded.definition,
      inputs: recorded.inputs,
      settings: { ...this.starter.settings, recorded_only: true },
      forkedFrom: seed,
    };
    const snapshots = recorded.tool_snapshots.map((tool) => snapshotOf(tool, execution.id));
    const { row } = await this.starter.accept(execution, async (tx) => {
      await this.records.writeSnapshots(tx, snapshots);
      return undefined;
    });
    return row.id;
  }
}
