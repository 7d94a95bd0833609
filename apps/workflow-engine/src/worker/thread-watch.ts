import { Session } from 'node:inspector';
import type { Worker as Thread } from 'node:worker_threads';

/** How many looks at the thread its code may stand still for. */
const LOOKS = 20;

const TERMINATE = JSON.stringify({ id: 1, method: 'Runtime.terminateExecution' });

/** Shared by a thread and its watch: a number that is odd while work is under way, and never the same for two pieces of it. */
export class WorkMark {
  constructor(readonly shared = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT))) {}

  /** Does work. Once it is broken off, nothing more is done of it, nor of what called this. */
  during<Result>(work: () => Result): Result {
    Atomics.store(this.shared, 0, (this.number | 1) + 2);
    try {
      return work();
    } finally {
      this.end();
    }
  }

  /** To be called once work was broken off, since nothing of it was done then. */
  end(): void {
    Atomics.store(this.shared, 0, (this.number | 1) + 1);
  }

  get number(): number {
    return Atomics.load(this.shared, 0);
  }
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

  /**
   * @param onBreak called when the thread is told, and when it has done so. It breaks off what it is at work on then, or
   * begins next: where the work just ended, that is something else
   */
  constructor(
    private readonly thread: Thread,
    private readonly mark: WorkMark,
    timeoutMs: number,
    private readonly onBreak: () => void,
  ) {
    this.timer = setInterval(() => this.look(), timeoutMs / LOOKS).unref();
  }

  stop(): void {
    clearInterval(this.timer);
    this.session?.disconnect();
  }

  private look(): void {
    const { number } = this.mark;
    if (number % 2 === 0 || number !== this.seen) this.looks = 0;
    else this.looks += 1;
    this.seen = number;
    if (this.looks < LOOKS) return;
    this.looks = 0;
    this.breakOff();
  }

  /** By the door that debuggers use, which is open while the thread is busy; nothing listens outside of this process. */
  private breakOff(): void {
    this.session?.disconnect();
    const session = new Session();
    this.session = session;
    session.connect();
    session.on('NodeWorker.attachedToWorker', ({ params: { sessionId, workerInfo } }) => {
      if (workerInfo.workerId !== String(this.thread.threadId)) return;
      session.post('NodeWorker.sendMessageToWorker', { sessionId, message: TERMINATE });
      this.onBreak();
    });
    session.on('NodeWorker.receivedMessageFromWorker', () => {
      // Node may crash when a session is disconnected inside an event of its own.
      setImmediate(() => session.disconnect());
      this.onBreak();
    });
    session.post('NodeWorker.enable', { waitForDebuggerOnStart: false });
  }
}
