import { Session } from 'node:inspector';
import type { Worker as Thread } from 'node:worker_threads';

/** How many looks at the thread its code may stand still for. */
const LOOKS = 20;

const TERMINATE = JSON.stringify({ id: 1, method: 'Runtime.terminateExecution' });

/** Shared by a thread and its watch: the number of the work that is under way, below 0 once it is to be broken off, else 0. */
export class WorkMark {
  /** Known to the thread alone. */
  private unfinished = false;

  constructor(readonly shared = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT))) {}

  /**
   * Does work. Once it is broken off, nothing more is done of it, nor of what called this.
   *
   * @param number 1 or more
   * @param work told whether the work before it was broken off
   */
  during<Result>(number: number, work: (afterBreak: boolean) => Result): Result {
    const afterBreak = this.unfinished;
    this.unfinished = true;
    Atomics.store(this.shared, 0, number);
    try {
      return work(afterBreak);
    } finally {
      // What is to be broken off waits for that, since it would come upon whatever is next.
      while (!this.replace(number, 0));
      this.unfinished = false;
    }
  }

  get number(): number {
    return Atomics.load(this.shared, 0);
  }

  /** @returns false when the work has just ended */
  condemn(number: number): boolean {
    return this.replace(number, -number);
  }

  /** It was broken off. */
  release(number: number): void {
    this.replace(-number, 0);
  }

  private replace(expected: number, number: number): boolean {
    return Atomics.compareExchange(this.shared, 0, expected, number) === expected;
  }
}

/** What a watch tells. */
export interface ThreadWatcher {
  /** The time of this work is up, and it will not go on. */
  overdue(number: number): void;
  /** It was broken off. */
  brokenOff(): void;
  /** Something was to be broken off and was not, in as much time again. Nothing more is watched. */
  stuck(): void;
}

/**
 * Breaks off work of a thread that takes too long; the thread goes on with what it has to do otherwise. Node has such a limit
 * for code in a sandbox, and starts a thread for each call. Here this thread looks every now and then: time is counted in
 * looks, so that work is no worse off in a process that was stopped for a while.
 */
export class ThreadWatch {
  private readonly timer: NodeJS.Timeout;
  private session: Session | undefined;
  private seen = 0;
  private looks = 0;

  constructor(
    private readonly thread: Thread,
    private readonly mark: WorkMark,
    timeoutMs: number,
    private readonly watcher: ThreadWatcher,
  ) {
    this.timer = setInterval(() => this.look(), timeoutMs / LOOKS).unref();
  }

  stop(): void {
    clearInterval(this.timer);
    this.session?.disconnect();
  }

  private look(): void {
    const { number } = this.mark;
    if (number === 0 || number !== this.seen) this.looks = 0;
    else this.looks += 1;
    this.seen = number;
    if (this.looks < LOOKS) return;
    this.looks = 0;
    if (number < 0) {
      this.stop();
      this.watcher.stuck();
    } else if (this.mark.condemn(number)) {
      this.watcher.overdue(number);
      this.breakOff(number);
    }
  }

  /** By the door that debuggers use, which is open while the thread is busy; nothing listens outside of this process. */
  private breakOff(number: number): void {
    this.session?.disconnect();
    const session = new Session();
    this.session = session;
    session.connect();
    session.on('NodeWorker.attachedToWorker', ({ params: { sessionId, workerInfo } }) => {
      // Its `workerId` counts what the session is attached to; the thread's own number stands in the title.
      if (!workerInfo.title.startsWith(`[worker ${this.thread.threadId}]`)) return;
      session.post('NodeWorker.sendMessageToWorker', { sessionId, message: TERMINATE });
    });
    session.on('NodeWorker.receivedMessageFromWorker', () => {
      // Node may crash when a session is disconnected inside an event of its own.
      setImmediate(() => session.disconnect());
      this.mark.release(number);
      this.watcher.brokenOff();
    });
    session.post('NodeWorker.enable', { waitForDebuggerOnStart: false });
  }
}
