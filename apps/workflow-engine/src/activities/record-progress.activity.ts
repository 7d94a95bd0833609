import { Injectable } from '@nestjs/common';
import type { JsonObject } from '@aiwf/definition';
import { Values } from '../blobs';
import { ExecutionJournal } from '../executions';
import type { ProgressEvent, ProgressInput } from '../workflows';

/** Appends what the interpreter emitted. */
@Injectable()
export class RecordProgressActivity {
  constructor(
    private readonly journal: ExecutionJournal,
    private readonly values: Values,
  ) {}

  async recordProgress({ execution_id, events }: ProgressInput): Promise<void> {
    const said = await Promise.all(events.map((event) => this.said(execution_id, event)));
    await this.journal.append(
      execution_id,
      events.map(({ number, ...event }, index) => ({
        ...event,
        data: { ...event.data, ...said[index] },
        writerSeq: number,
      })),
    );
  }

  /** What a decision brought, wherever it stands. */
  private async said(executionId: string, { said = {} }: ProgressEvent): Promise<JsonObject> {
    const whole: JsonObject = {};
    for (const [field, value] of Object.entries(said)) {
      whole[field] = await this.values.load(executionId, value);
    }
    return whole;
  }
}
