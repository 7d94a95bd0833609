import { Injectable } from '@nestjs/common';
import type { DryRun, DryRunModelCall } from '@aiwf/contracts';
import type { Json } from '@aiwf/definition';
import { Values } from '../../blobs';
import type { Stored } from '../../workflows';
import { ExecutionRepository, type ExecutionRow } from '../execution.repository';
import { reportOf } from './dry-run.report';
import { DryRunRepository, type DryRunRecord } from './dry-run.repository';
import { warningsOf } from './dry-run.warnings';
import { shownStored } from './shown';

/** Conversations that are shown. */
const MAX_CONVERSATIONS = 200;

const MAX_OUTPUT_CHARACTERS = 262_144;
const MAX_PROMPT_CHARACTERS = 4_000;

/** Tells what a dry run did, as far as it has come. */
@Injectable()
export class DryRunReader {
  constructor(
    private readonly executions: ExecutionRepository,
    private readonly repository: DryRunRepository,
    private readonly values: Values,
  ) {}

  async read(row: ExecutionRow): Promise<DryRun> {
    const { id, settings, status: kept, errorCode, errorMessage } = row;
    const { definition } = await this.executions.plan(id);
    const record = await this.repository.record(id);
    const { cut, ...reported } = reportOf(definition, record);
    const status = kept === 'completed' || kept === 'failed' ? kept : 'running';
    const conversations = record.conversations.slice(0, MAX_CONVERSATIONS);
    if (conversations.length < record.conversations.length) cut.push('model_calls');
    const mocked = new Set(Object.keys(settings.dry_run?.mocks ?? {}));
    return {
      status,
      error: errorCode === null ? null : { code: errorCode, message: errorMessage ?? '' },
      ...reported,
      model_calls: await Promise.all(conversations.map((call) => this.conversation(id, call))),
      output_data: await this.output(row),
      warnings: warningsOf(definition, { status, path: reported.path }, mocked, cut),
    };
  }

  private output({ id, output, outputBlob }: ExecutionRow): Promise<Json> {
    return this.shown(id, outputBlob ?? { json: output }, MAX_OUTPUT_CHARACTERS);
  }

  private async conversation(
    executionId: string,
    { nodeId, path, model, opening }: DryRunRecord['conversations'][number],
  ): Promise<DryRunModelCall> {
    const text = async (value: Stored) =>
      (await this.shown(executionId, value, MAX_PROMPT_CHARACTERS)) as string;
    return {
      node_id: nodeId,
      path,
      model,
      system: await text(opening.system),
      prompt: await text(opening.prompt),
    };
  }

  private shown(executionId: string, value: Stored, most: number): Promise<Json> {
    return shownStored(executionId, value, most, this.values);
  }
}
