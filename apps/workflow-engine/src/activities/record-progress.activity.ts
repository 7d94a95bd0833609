import { Injectable } from '@nestjs/common';
import { ExecutionJournal } from '../executions';
import type { ProgressInput } from '../workflows';

/** Appends what the interpreter emitted. */
@Injectable()
export class RecordProgressActivity {
  constructor(private readonly journal: ExecutionJournal) {}

  async recordProgress({ execution_id, events }: ProgressInput): Promise<void> {
    await this.journal.append(
      execution_id,
      events.map(({ number, ...event }) => ({ ...event, writerSeq: number })),
    );
  }
}
