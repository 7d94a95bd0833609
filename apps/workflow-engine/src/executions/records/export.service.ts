import { Injectable } from '@nestjs/common';
import {
  RECORDED_RUN_FORMAT,
  type RecordedDecision,
  type RecordedNode,
  type RecordedRun,
} from '@aiwf/contracts';
import type { Json } from '@aiwf/definition';
import { HttpProblem } from '@aiwf/platform';
import { BlobRepository } from '../../blobs';
import { EventLogReader, type EventRow } from '../../events';
import type { Checkpoint, SettledNode } from '../../workflows';
import { ExecutionAccess } from '../execution.access';
import { ExecutionRepository, type ExecutionPlan, type ExecutionRow } from '../execution.repository';
import { recordedModelTurn, recordedSnapshot, recordedTool } from './recorded-calls';
import { RecordRepository } from './record.repository';
import { SizeBound } from './size-bound';
import { decisionTold, endedNode, expiredRequest, withOutput } from './told-course';
import { withWholeValues } from './whole-values';

const MAX_CHARACTERS = 64 * 1024 * 1024;
const EVENTS_AT_ONCE = 1_000;

/** Gives out all that is needed to run a finished run again without a model. */
@Injectable()
export class ExportService {
  constructor(
    private readonly access: ExecutionAccess,
    private readonly executions: ExecutionRepository,
    private readonly log: EventLogReader,
    private readonly records: RecordRepository,
    private readonly blobs: BlobRepository,
  ) {}

  /** @throws HttpProblem 404, 409 while it runs, 413 past 64 Mi characters */
  async export(executionId: string, userId: string): Promise<RecordedRun> {
    const row = await this.access.finished(executionId, userId, 'export it once it has ended');
    const plan = await this.executions.plan(executionId);
    const bound = new SizeBound(MAX_CHARACTERS, () => {
      throw new HttpProblem('record_too_large', {
        detail: `The record of this execution has more than ${MAX_CHARACTERS.toLocaleString('en')} characters`,
      });
    });
    const load = (reference: { blob: string; size: number }): Promise<Json> => {
      bound.announce(reference.size);
      return this.blobs.get(executionId, reference);
    };
    const whole = async (value: Json) => bound.counted(await withWholeValues(value, load));
    const { path, decisions, expired } = await this.told(row, bound, load);
    const recorded: RecordedRun = {
      format: RECORDED_RUN_FORMAT,
      version: 1,
      execution_id: executionId,
      user_id: row.userId,
      definition: bound.counted(plan.definition),
      inputs: bound.counted(plan.inputs),
      status: row.status as RecordedRun['status'],
      error: row.errorCode === null ? null : { code: row.errorCode, message: row.errorMessage ?? '' },
      output: row.outputBlob ? await load(row.outputBlob) : bound.counted(row.output ?? null),
      kept: await this.kept(plan, whole, load),
      path,
      model_calls: [],
      tool_calls: [],
      decisions,
      expired,
      tool_snapshots: (await this.records.toolSnapshots(executionId)).map(recordedSnapshot),
    };
    for await (const call of this.records.modelCalls(executionId)) {
      recorded.model_calls.push((await whole(recordedModelTurn(call))) as never);
    }
    for await (const call of this.records.toolCalls(executionId)) {
      recorded.tool_calls.push((await whole(recordedTool(call))) as never);
    }
    return recorded;
  }

  /** What a fork has behind it. */
  private async kept(
    { fromState }: ExecutionPlan,
    whole: (value: Json) => Promise<Json>,
    load: (reference: { blob: string; size: number }) => Promise<Json>,
  ): Promise<RecordedNode[]> {
    if (!fromState) return [];
    const { state } = fromState;
    const { nodes } = ('blob' in state ? await load(state) : state.json) as unknown as Checkpoint;
    const kept: RecordedNode[] = [];
    for (const [path, settled] of Object.entries(nodes)) {
      const { taken: _, ...node } = (await whole(settled as unknown as Json)) as unknown as SettledNode;
      const place = { node_id: path.slice('nodes/'.length), path };
      kept.push(
        node.status === 'completed'
          ? { ...place, ...node, output: (node.output as { json: Json }).json }
          : { ...place, ...node },
      );
    }
    return kept;
  }

  /** What the log tells: how nodes ended, and what was said to the run. */
  private async told(
    row: ExecutionRow,
    bound: SizeBound,
    load: (reference: { blob: string; size: number }) => Promise<Json>,
  ): Promise<Pick<RecordedRun, 'path' | 'decisions' | 'expired'>> {
    const path: RecordedNode[] = [];
    const decisions: RecordedDecision[] = [];
    const expired: string[] = [];
    const outputs = await this.outputs(row.id, bound, load);
    let after = 0;
    let events: EventRow[];
    do {
      events = await this.log.after(row.id, after, EVENTS_AT_ONCE);
      for (const event of events) {
        const node = endedNode(event);
        if (node) path.push(bound.counted(withOutput(node, outputs)));
        const decision = decisionTold(event);
        if (decision) decisions.push(bound.counted(decision));
        const request = expiredRequest(event);
        if (request !== undefined) expired.push(request);
        after = event.seq;
      }
    } while (events.length === EVENTS_AT_ONCE);
    return { path, decisions, expired };
  }

  private async outputs(
    executionId: string,
    bound: SizeBound,
    load: (reference: { blob: string; size: number }) => Promise<Json>,
  ): Promise<Map<string, Json>> {
    const outputs = new Map<string, Json>();
    for (const { nodeId, status, output, outputBlob } of await this.executions.nodeOutputs(executionId)) {
      if (status !== 'completed') continue;
      outputs.set(nodeId, outputBlob ? await load(outputBlob) : bound.counted(output ?? null));
    }
    return outputs;
  }
}
