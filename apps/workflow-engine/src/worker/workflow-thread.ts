import { once } from 'node:events';
import { Worker as Thread } from 'node:worker_threads';
import { UnexpectedError } from '@temporalio/worker';
import type { coresdk } from '@temporalio/proto';
import type { SinkCall } from '@temporalio/workflow';
import type {
  Workflow,
  WorkflowCreateOptions,
  WorkflowCreator,
} from '@temporalio/worker/lib/workflow/interface';
import type { WorkflowBundleWithSourceMapAndFilename } from '@temporalio/worker/lib/workflow/workflow-worker-thread/input';
import { ThreadWatch, WorkMark } from './thread-watch';
import { withoutFunctions } from './without-functions';
import { workflowThreadPath } from './workflow-bundle';

type Activation = coresdk.workflow_activation.IWorkflowActivation;
type Completion = coresdk.workflow_completion.IWorkflowActivationCompletion;

/** What the thread begins with. */
export interface ThreadBeginning {
  bundle: WorkflowBundleWithSourceMapAndFilename;
  /** Of the worker's activities. */
  activityNames: Set<string>;
  /** Of {@link WorkMark}: workflow code is the work, its number that of the request. */
  mark: Int32Array<SharedArrayBuffer>;
}

/** What the thread is told of one run: its next activation, or that it is not needed any more. */
export interface ThreadRequest {
  /** From 1 on. */
  number: number;
  runId: string;
  /** Given with the first activation. */
  options?: WorkflowCreateOptions;
  /** Absent: the run is forgotten, and nothing is answered. */
  activation?: Activation;
}

/** Asked when something was broken off: answered after all that was asked before, but for what was broken off. */
export interface ThreadCheck {
  check: number;
}

/** What an activation came to. */
export interface Activated {
  completion: Completion;
  /** What workflow code told its worker; nothing in a replay. */
  sinkCalls: SinkCall[];
}

/** The answer to the activation that had this number. */
export type ThreadAnswer = { number: number } & (
  Activated | { failure: { message: string; stack?: string } }
);

interface Options extends Omit<ThreadBeginning, 'mark'> {
  /** Workflow code that has not come to rest by then is broken off. */
  timeoutMs: number;
}

interface Waiting {
  resolve(activated: Activated): void;
  reject(error: Error): void;
}

/** A mark has room for no greater number; after it they begin anew. */
const LAST_NUMBER = 2 ** 31 - 1;

/**
 * The thread that workflow code runs in, in the sandbox of Temporal's SDK. For an activation one message goes there and one
 * comes back, where the SDK's own thread takes two of each, and more at a run's beginning and end.
 */
export class WorkflowThread implements WorkflowCreator {
  private number = 0;
  private readonly waiting = new Map<number, Waiting>();
  private readonly watch: ThreadWatch;
  private checks = 0;
  /** What waited at the last check. */
  private checked: number[] = [];
  private lost: Error | undefined;

  /** @throws Error when the bundle can't be loaded, or ends the thread */
  static async start({ timeoutMs, ...beginning }: Options): Promise<WorkflowThread> {
    const mark = new WorkMark();
    const workerData = { ...beginning, mark: mark.shared } satisfies ThreadBeginning;
    const thread = new Thread(workflowThreadPath(), { workerData });
    const ended = once(thread, 'exit').then(() =>
      Promise.reject(new Error('The thread of workflow code ended as it began')),
    );
    await Promise.race([once(thread, 'message'), ended]);
    return new WorkflowThread(thread, mark, timeoutMs);
  }

  private constructor(
    private readonly thread: Thread,
    mark: WorkMark,
    private readonly timeoutMs: number,
  ) {
    this.watch = new ThreadWatch(thread, mark, timeoutMs, {
      overdue: (number) => this.failBrokenOff(number),
      brokenOff: () => this.check(),
      stuck: () => this.lose('The thread of workflow code could not be broken off'),
    });
    thread.on('message', (answer: ThreadAnswer | ThreadCheck) =>
      'check' in answer ? this.checkedAll(answer.check) : this.settle(answer),
    );
    thread.on('error', (error) => this.lose(`The thread of workflow code failed: ${error.message}`, error));
    thread.on('exit', () => this.lose('The thread of workflow code ended'));
  }

  createWorkflow(options: WorkflowCreateOptions): Promise<Workflow> {
    return Promise.resolve(new RunInThread(this, options));
  }

  /** Waits for the thread's end, but not for that of a lost one: it may hang. */
  async destroy(): Promise<void> {
    const end = this.thread.terminate();
    if (!this.lost) await end;
  }

  /** @throws UnexpectedError, which ends the worker, when the thread is gone */
  activate(request: Omit<ThreadRequest, 'number'>): Promise<Activated> {
    return new Promise((resolve, reject) => {
      if (this.lost) return reject(this.lost);
      this.waiting.set(this.post(request), { resolve, reject });
    });
  }

  forget(runId: string): void {
    this.post({ runId });
  }

  private post(request: Omit<ThreadRequest, 'number'>): number {
    const number = (this.number % LAST_NUMBER) + 1;
    this.number = number;
    this.thread.postMessage({ number, ...request } satisfies ThreadRequest);
    return number;
  }

  private settle(answer: ThreadAnswer): void {
    if ('completion' in answer) return this.take(answer.number)?.resolve(answer);
    const { message, stack } = answer.failure;
    this.take(answer.number)?.reject(Object.assign(new Error(message), { stack }));
  }

  private take(number: number): Waiting | undefined {
    const waiting = this.waiting.get(number);
    this.waiting.delete(number);
    return waiting;
  }

  private check(): void {
    this.checks += 1;
    this.checked = [...this.waiting.keys()];
    this.thread.postMessage({ check: this.checks } satisfies ThreadCheck);
  }

  private checkedAll(check: number): void {
    if (check === this.checks) this.checked.forEach((number) => this.failBrokenOff(number));
  }

  private failBrokenOff(number: number): void {
    this.take(number)?.reject(new Error(`Workflow code did not come to rest within ${this.timeoutMs} ms`));
  }

  private lose(message: string, cause?: Error): void {
    this.watch.stop();
    this.lost ??= new UnexpectedError(message, cause);
    for (const waiting of this.waiting.values()) waiting.reject(this.lost);
    this.waiting.clear();
  }
}

/** One run in the thread; it is loaded there with its first activation. */
class RunInThread implements Workflow {
  private readonly runId: string;
  private options: WorkflowCreateOptions | undefined;
  private sinkCalls: SinkCall[] = [];

  constructor(
    private readonly thread: WorkflowThread,
    { info, ...options }: WorkflowCreateOptions,
  ) {
    this.runId = info.runId;
    this.options = { ...options, info: withoutFunctions(info) };
  }

  async activate(activation: Activation): Promise<Completion> {
    const { runId, options } = this;
    this.options = undefined;
    const activated = await this.thread.activate({ runId, activation, ...(options && { options }) });
    this.sinkCalls = activated.sinkCalls;
    return activated.completion;
  }

  getAndResetSinkCalls(): Promise<SinkCall[]> {
    const calls = this.sinkCalls;
    this.sinkCalls = [];
    return Promise.resolve(calls);
  }

  dispose(): Promise<void> {
    this.thread.forget(this.runId);
    return Promise.resolve();
  }
}
