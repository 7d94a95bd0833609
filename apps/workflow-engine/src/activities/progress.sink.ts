import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable, Logger } from '@nestjs/common';
import type { InjectedSinks } from '@temporalio/worker';
import type { JsonObject } from '@aiwf/definition';
import { withoutParameters } from '@aiwf/persistence';
import { Values } from '../blobs';
import { NewNodes, type Appended } from '../events';
import { ExecutionJournal } from '../executions';
import { ModelCallsRepository } from '../ledger';
import type { NamedEvent, ProgressEvent, ProgressSinks } from '../workflows';

const WAIT_MS = { first: 100, last: 10_000 };

/**
 * Writes what workflow code emitted in one go. Temporal's SDK waits for it before it sends what that go called, so a call
 * comes after all that the run's log is to have before it, and a workflow task that Temporal keeps has written its events.
 */
@Injectable()
export class ProgressSink {
  private readonly logger = new Logger('worker');

  constructor(
    private readonly journal: ExecutionJournal,
    private readonly values: Values,
    private readonly modelCalls: ModelCallsRepository,
    private readonly newNodes: NewNodes,
  ) {}

  /** As Temporal's worker takes it. A replay tells of nothing: what it comes to was written before. */
  sinks(): InjectedSinks<ProgressSinks> {
    return {
      progress: {
        write: {
          fn: ({ runId }, executionId, batches) => this.write(runId, executionId, batches),
          callDuringReplay: false,
        },
      },
    };
  }

  private async write(runId: string, executionId: string, batches: readonly NamedEvent[][]): Promise<void> {
    for (const events of batches) await this.untilWritten(runId, executionId, events);
  }

  /**
   * Until it succeeds, since the SDK takes a failure for an end; meanwhile Temporal may give the task to another worker. Of a
   * run that has ended or is gone nothing more is told.
   */
  private async untilWritten(
    runId: string,
    executionId: string,
    events: readonly NamedEvent[],
  ): Promise<void> {
    for (let wait = WAIT_MS.first; ; wait = Math.min(wait * 2, WAIT_MS.last)) {
      try {
        const since = this.newNodes.now();
        const { areFirst } = await this.append(executionId, events);
        if (areFirst) this.newNodes.add(runId, events, since);
        return;
      } catch (failure) {
        if (!(await this.modelCalls.isOpen(executionId).catch(() => true))) return;
        const error = withoutParameters(failure);
        this.logger.warn({ msg: 'Events of a run could not be written', execution_id: executionId, error });
        // Not for its sake does a process live on that has to go.
        await sleep(wait, undefined, { ref: false });
      }
    }
  }

  private async append(executionId: string, events: readonly NamedEvent[]): Promise<Appended> {
    const said = await Promise.all(events.map((event) => this.said(executionId, event)));
    return this.journal.append(
      executionId,
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
