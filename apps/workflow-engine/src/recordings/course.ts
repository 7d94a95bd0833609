import type { Json } from '@aiwf/definition';
import type { RecordedNode, RecordedRun } from '@aiwf/contracts';
import { nodePathOf, nodePathOfRequest } from './node-paths';
import { RecordedOrder } from './recorded-order';

/** Whom a run that retraces another keeps waiting. */
interface Waiter {
  /** Absent: for nothing that could come. */
  for?: readonly string[];
  go: () => void;
}

/** What becomes of a call that is not recorded. */
export type Missing =
  /** The node failed there: so does the call. */
  | { kind: 'failed'; error: NonNullable<RecordedNode['error']> }
  /** The call was broken off there, or never came to an end: so it does here. */
  | { kind: 'endless' }
  /** The record knows nothing of it. */
  | { kind: 'unknown' };

/**
 * A run that retraces a recorded one, as far as it has come. Calls and ends by time wait until what ended before their
 * node in the record has ended here too, so that joins, failures and cancellations meet what they met there. Whoever
 * steers the run tells what has ended, and when nothing goes on any more.
 */
export class Course {
  private readonly order: RecordedOrder;
  private readonly ended = new Set<string>();
  private readonly waiters = new Set<Waiter>();
  private left = false;

  constructor(readonly record: RecordedRun) {
    this.order = new RecordedOrder(record);
  }

  /** Calls that are kept waiting at this moment. */
  get waiting(): number {
    return this.waiters.size;
  }

  /** Whether the run goes another way than the record. */
  get isLeft(): boolean {
    return this.left;
  }

  /** Nodes have ended in the run. */
  note(paths: Iterable<string>): void {
    for (const path of paths) this.ended.add(path);
    for (const waiter of this.waiters) if (waiter.for && this.haveEnded(waiter.for)) waiter.go();
  }

  /** Nothing waits for its turn any more: the run has left the course of the record. */
  leave(): void {
    this.left = true;
    for (const waiter of this.waiters) waiter.go();
  }

  /** Whether all that ended before a request's node has ended here. */
  isTurnOfRequest(requestId: string): boolean {
    return this.left || this.haveEnded(this.order.before(nodePathOfRequest(requestId)));
  }

  /** Whether the record was broken off from outside where the run stands now. */
  isCutOff(): boolean {
    return this.order.endedFromOutside && this.haveEnded(this.order.beforeTheEndOf(''));
  }

  /** Resolves when the turn of a step's node has come. */
  turnOf(path: string, signal: AbortSignal): Promise<void> {
    return this.until(this.order.before(nodePathOf(path)), signal);
  }

  /** Resolves when what had a time limit reaches it. @param id see `RetracedRun` */
  timeoutOf(id: string, signal: AbortSignal): Promise<void> {
    const path = id.startsWith('nodes.') ? nodePathOfRequest(id) : nodePathOf(id);
    return this.until(this.order.beforeTheEndOf(path), signal);
  }

  /**
   * What a wait for a time gave, once its turn has come.
   *
   * @returns undefined where the record has no value
   */
  async waitOf(path: string, signal: AbortSignal): Promise<Json | undefined> {
    const end = this.order.endOf(path);
    if (end?.status === 'completed' || (!end && !this.order.endedFromOutside)) {
      await this.turnOf(path, signal);
      return end?.output;
    }
    await this.endless(signal);
    return undefined;
  }

  /** Tells, once its turn has come, what becomes of a call that is not recorded. */
  async missing(path: string, signal: AbortSignal): Promise<Missing> {
    const node = nodePathOf(path);
    const end = this.order.endOf(node);
    if (end?.error) {
      await this.turnOf(node, signal);
      return { kind: 'failed', error: end.error };
    }
    const brokenOff = end ? end.status !== 'completed' : this.order.endedFromOutside;
    if (!brokenOff) return { kind: 'unknown' };
    await this.endless(signal);
    return this.left ? { kind: 'unknown' } : { kind: 'endless' };
  }

  /** Whether a model call is recorded, whatever it asked. */
  hasModelCall(path: string, turn: number): boolean {
    return this.record.model_calls.some((call) => call.path === path && call.turn === turn);
  }

  /** A tool call or request as it is recorded, whatever was sent. */
  toolCall(path: string, turn: number, position: number): RecordedRun['tool_calls'][number] | undefined {
    return this.record.tool_calls.find(
      (call) => call.path === path && call.turn === turn && call.position === position,
    );
  }

  /** Until the call is cancelled, or the run has left its course. */
  private endless(signal: AbortSignal): Promise<void> {
    return this.wait({}, signal);
  }

  private async until(paths: readonly string[], signal: AbortSignal): Promise<void> {
    if (!this.haveEnded(paths)) await this.wait({ for: paths }, signal);
  }

  private wait(what: Pick<Waiter, 'for'>, signal: AbortSignal): Promise<void> {
    if (this.left || signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const waiter: Waiter = {
        ...what,
        go: () => {
          this.waiters.delete(waiter);
          signal.removeEventListener('abort', waiter.go);
          resolve();
        },
      };
      signal.addEventListener('abort', waiter.go);
      this.waiters.add(waiter);
    });
  }

  private haveEnded(paths: readonly string[]): boolean {
    return paths.every((path) => this.ended.has(path));
  }
}

/** An irreversible call that was begun in the record, and of whose end nobody knew. */
export function isLost({ effect, result }: RecordedRun['tool_calls'][number]): boolean {
  return effect === 'irreversible' && result === null;
}
