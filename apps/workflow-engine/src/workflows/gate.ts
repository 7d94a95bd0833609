import { condition, workflowInfo } from '@temporalio/workflow';

/** Bytes of history, beside what the run began with, at which it goes on as a new one; Temporal warns at 10 MB. */
const MAX_HISTORY_BYTES = 3 * 1024 * 1024;

/**
 * What every node and every call of a run passes. When the run's history has grown long the gate closes: what is under way ends,
 * nothing new begins, and once all is quiet the run can go on as a new one.
 */
export class Gate {
  private underWay = 0;
  private closed = false;
  private ending = false;
  private maxBytes = MAX_HISTORY_BYTES;

  constructor(private maxEvents: number) {}

  /** Begins something new, in this run or never: behind a closed gate the caller waits until the run is replaced. */
  async enter(): Promise<void> {
    if (this.historyIsLong() && !this.ending) this.closed = true;
    if (this.closed) await condition(() => !this.closed);
  }

  /** Makes a call that came in by {@link enter}. */
  async pass<T>(call: () => Promise<T>): Promise<T> {
    this.underWay += 1;
    try {
      return await call();
    } finally {
      this.underWay -= 1;
    }
  }

  /** Lets in what the run begins with: were it counted, a run with much behind it would never come to do anything. */
  allowFor(events: number, bytes: number): void {
    this.maxEvents += events;
    this.maxBytes += bytes;
  }

  /** Opens the gate, for what must still be done in this run; the next call may close it again. */
  open(): void {
    this.closed = false;
  }

  /** Opens the gate for good: the run is on its way to its end. */
  stayOpen(): void {
    this.ending = true;
    this.closed = false;
  }

  /** Resolves once the gate is closed and nothing is under way. */
  async quiet(): Promise<void> {
    await condition(() => this.closed && this.underWay === 0);
  }

  private historyIsLong(): boolean {
    const { historyLength, historySize } = workflowInfo();
    return historyLength > this.maxEvents || historySize > this.maxBytes;
  }
}
