import { CancellationScope, workflowInfo } from '@temporalio/workflow';
import type { ProgressEvent } from './events.contract';
import { tellLater, untold } from './untold';

/** Events of one go after which a run pauses, so that they are written and Temporal hears of it. */
const MAX_UNTOLD = 400;

/**
 * Tells what a run does. The worker writes the events of each go of workflow code when that comes to rest, before anything that
 * was called in it is sent, see ADR 26.
 */
export class Progress {
  private readonly numbers = new Map<string, number>();
  private pause: Promise<void> | undefined;

  /** @param pausing ends one go of workflow code, and begins the next */
  constructor(
    private readonly executionId: string,
    private readonly pausing: () => Promise<void>,
  ) {}

  /** Adds an event; its time is the workflow's. */
  emit(event: Omit<ProgressEvent, 'at'>): void {
    const writer = writerOf(event);
    const number = this.numbers.get(writer) ?? 0;
    this.numbers.set(writer, number + 1);
    tellLater(this.executionId, { ...event, at: new Date().toISOString(), writer, number });
  }

  /**
   * Resolves at once, or when the log has caught up. Without it a run of quick nodes would compute to its end in one go,
   * and Temporal gives up on workflow code that doesn't come to rest for seconds.
   */
  async keptUp(): Promise<void> {
    if (untold() >= MAX_UNTOLD) this.pause ??= CancellationScope.nonCancellable(() => this.paused());
    await this.pause;
  }

  private async paused(): Promise<void> {
    await this.pausing();
    this.pause = undefined;
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
