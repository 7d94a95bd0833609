import { CancellationScope, condition, proxyLocalActivities, workflowInfo } from '@temporalio/workflow';
import type { LocalActivities } from './activities.contract';
import type { NamedEvent, ProgressEvent } from './events.contract';
import type { LocalTurns } from './local-turns';
import { atRest } from './settled';

const { recordProgress } = proxyLocalActivities<Pick<LocalActivities, 'recordProgress'>>({
  startToCloseTimeout: '30 seconds',
  // No last attempt: the log is what the outside sees of a run, so a run waits for its database.
  retry: { initialInterval: '100 milliseconds', maximumInterval: '10 seconds' },
});

/** Where a batch ends: by its events, or by the characters of the outputs they bring. */
const MAX_EVENTS = 200;
const MAX_CHARACTERS = 1024 * 1024;

/** Events that may wait to be written before a run starts no more nodes. */
const MAX_PENDING = 2 * MAX_EVENTS;

/**
 * Writes the run's own events. They are gathered while workflow code runs and appended by one local activity at a
 * time, so that a thousand quick nodes cost a handful of writes; a local call brings along what waits.
 */
export class Progress {
  private readonly pending: NamedEvent[] = [];
  private readonly numbers = new Map<string, number>();
  private draining: Promise<void> | undefined;
  /** Calls under way that bring events along. */
  private bringing = 0;

  constructor(
    private readonly executionId: string,
    private readonly turns: LocalTurns,
  ) {}

  /** Adds an event to the next batch; its time is the workflow's. */
  emit(event: Omit<ProgressEvent, 'at'>): void {
    const writer = writerOf(event);
    const number = this.numbers.get(writer) ?? 0;
    this.numbers.set(writer, number + 1);
    this.pending.push({ ...event, at: new Date().toISOString(), writer, number });
    void this.flush();
  }

  /**
   * Resolves at once, or when the log has caught up. Without it a run of quick nodes would compute to its end in one go,
   * and Temporal gives up on workflow code that doesn't come to rest for seconds.
   */
  async keptUp(): Promise<void> {
    if (this.pending.length >= MAX_PENDING) await condition(() => this.pending.length < MAX_PENDING);
  }

  /** Resolves when everything emitted so far stands in the log, also when the run is being cancelled. */
  flush(): Promise<void> {
    this.draining ??= CancellationScope.nonCancellable(() => this.drain());
    return this.draining;
  }

  /**
   * Makes a local call in its turn that writes what waits before all else. What a call that fails may not have written waits
   * again; written twice, it stands in the log once.
   */
  async bring<T>(call: (events: NamedEvent[]) => Promise<T>): Promise<T> {
    if (this.batchLength() < this.pending.length) await this.flush();
    this.bringing += 1;
    try {
      return await this.turns.take(async () => {
        const events = this.pending.splice(0);
        try {
          return await call(events);
        } catch (error) {
          this.pending.unshift(...events);
          void this.flush();
          throw error;
        }
      });
    } finally {
      this.bringing -= 1;
    }
  }

  private async drain(): Promise<void> {
    // So that what happens in one go shares a batch, or is brought along by the call that it leads to.
    await atRest();
    while (this.pending.length > 0 || this.bringing > 0) {
      await this.turns.take(async () => {
        const events = this.pending.splice(0, this.batchLength());
        if (events.length > 0) await recordProgress({ execution_id: this.executionId, events });
      });
    }
    this.draining = undefined;
  }

  private batchLength(): number {
    let characters = 0;
    const end = this.pending.findIndex((event, index) => {
      characters += JSON.stringify(event.output ?? null).length;
      return index > 0 && (index === MAX_EVENTS || characters > MAX_CHARACTERS);
    });
    return end === -1 ? this.pending.length : end;
  }
}

/** What may happen again in a run that continued as new. */
const REPEATED: ReadonlySet<string> = new Set(['execution.paused', 'execution.resumed', 'approval.reminded']);

/**
 * A name for all events that tell the same of the same, made of what they tell. Events that were written by a workflow
 * task whose end Temporal never heard of are told again by the next one, which knows more: others may stand between
 * them then, or come first, so their order can't name them.
 */
function writerOf({ type, node_id, path, data }: Omit<ProgressEvent, 'at'>): string {
  const place = path ?? (node_id === undefined ? '' : `nodes/${node_id}`);
  const told = [type, place, data?.request_id, data?.user_id].filter((part) => part !== undefined);
  const run = REPEATED.has(type) ? [workflowInfo().runId] : [];
  return JSON.stringify([...told, ...run]);
}
