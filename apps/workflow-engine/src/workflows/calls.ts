import {
  ActivityFailure,
  ApplicationFailure,
  CancellationScope,
  CancelledFailure,
  ParentClosePolicy,
  TimeoutFailure,
  patched,
  proxyActivities,
  proxyLocalActivities,
  startChild,
} from '@temporalio/workflow';
import type { Effect, RetryPolicy } from '@aiwf/definition';
import type {
  Activities,
  AskedTool,
  HttpRequestInput,
  HttpRequestResult,
  LlmCallInput,
  LlmCallResult,
  LocalActivities,
  RecordedEndInput,
  ToolCallInput,
  ToolCallResult,
} from './activities.contract';
import type { FrameInput } from './frames/frame-input';
import type { Gate } from './gate';
import type { LocalTurns } from './local-turns';
import { isLocalTool, isLocalTurn } from './placement';
import { parcelOf, type Outbox, type Parcel } from './outbox';
import { retryOf } from './retry';
import type { ExecutionSettings } from './run-input';
import type { Stored } from './values.contract';

const LLM_ATTEMPTS = 5;
const TOOL_ATTEMPTS = 3;

/** How often a call is begun anew because the worker that made its last attempt went away. */
const MAX_LOST_WORKERS = 5;

/** Bytes of the result of a local model call or tool call; what 64 tools are asked with may stand in it. */
const TURN_BYTES = 1024 * 1024;

/** A local call that fails waits for its next attempt in Temporal when that is to come later than so. */
const LOCAL_RETRY_THRESHOLD = '1 second';

/** A tool's own bound; built-in tools end well before it. */
const TOOL_TIMEOUT_MS = 120_000;

/** Beside a request's own bound, so that its error arrives and not Temporal's. */
const MARGIN_MS = 5_000;

/** The type of the failure by which a worker that has to go gives a call back. */
const SHUT_DOWN = 'WorkerShutdown';

const RETRACED_TIMEOUT_MS = 3_600_000;

/** Bytes that the results of local activities have at most; JSON has up to three for a character. */
const RESULT_BYTES: { readonly [name in keyof LocalActivities]: number } = {
  pause: 0,
  raiseLimits: 0,
  storeValue: 200,
  keepCheckpoint: 200,
  keepFrame: 200,
  composeValue: 100 * 1024,
  evaluate: 100 * 1024,
  sliceList: 170 * 1024,
  checkValue: 40 * 1024,
  mockValue: 100 * 1024,
  readValue: 130 * 1024,
};

const local = proxyLocalActivities<LocalActivities>({
  startToCloseTimeout: '2 minutes',
  // No last attempt: a run waits for its database.
  retry: { initialInterval: '100 milliseconds', maximumInterval: '10 seconds' },
});

/**
 * The calls of one run: each passes the gate, and what the run did so far stands in its log before the call is made.
 */
export class Calls {
  constructor(
    private readonly settings: ExecutionSettings,
    private readonly gate: Gate,
    private readonly outbox: Outbox,
    private readonly turns: LocalTurns,
    private readonly isAlone = false,
  ) {}

  /** One turn of a conversation. */
  llm(input: LlmCallInput, retry?: RetryPolicy): Promise<LlmCallResult> {
    const named = input.fallback_model ?? input.model;
    const { task_queue, timeout_ms } = named === undefined ? this.settings.llm : this.settings.named_llm;
    const options = {
      startToCloseTimeout: this.within(timeout_ms),
      retry: retryOf(retry, LLM_ATTEMPTS),
    };
    if (this.isAlone && isLocalTurn(input, this.settings)) {
      const { llmCall } = proxyLocalActivities<Pick<Activities, 'llmCall'>>({
        ...options,
        localRetryThreshold: LOCAL_RETRY_THRESHOLD,
      });
      return outliving((repeated) => this.sendLocal(llmCall, { ...input, ...repeated }));
    }
    const { llmCall } = proxyActivities<Pick<Activities, 'llmCall'>>({
      ...options,
      taskQueue: task_queue,
      heartbeatTimeout: this.settings.heartbeat_ms,
    });
    return outliving((repeated) => this.sendRecorded(llmCall, { ...input, ...repeated }));
  }

  /** One tool call of a recorded turn. */
  tool(input: ToolCallInput, asked: Pick<AskedTool, 'name' | 'effect'>): Promise<ToolCallResult> {
    const options = {
      startToCloseTimeout: this.within(TOOL_TIMEOUT_MS + MARGIN_MS),
      retry: retryOf(undefined, TOOL_ATTEMPTS),
    };
    if (this.isAlone && isLocalTool(input, asked, this.settings)) {
      const { toolCall } = proxyLocalActivities<Pick<Activities, 'toolCall'>>(options);
      return outliving(() => this.sendLocal(toolCall, input));
    }
    const { toolCall } = proxyActivities<Pick<Activities, 'toolCall'>>({
      ...options,
      heartbeatTimeout: this.settings.heartbeat_ms,
    });
    const send = () => this.sendRecorded(toolCall, input, asked.effect);
    return input.again ? send() : outliving(send);
  }

  /** @param attempts in all, when the node's `retry` says nothing */
  http(
    input: HttpRequestInput,
    retry: RetryPolicy | undefined,
    attempts: number,
  ): Promise<HttpRequestResult> {
    const { httpRequest } = proxyActivities<Pick<Activities, 'httpRequest'>>({
      startToCloseTimeout: this.within(input.timeout_ms + MARGIN_MS),
      heartbeatTimeout: this.settings.heartbeat_ms,
      retry: retryOf(retry, attempts),
    });
    const send = () => this.sendRecorded(httpRequest, input, input.effect);
    return input.again ? send() : outliving(send);
  }

  snapshotTools(executionId: string, tools: string[]): Promise<void> {
    const { snapshotTools } = proxyActivities<Pick<Activities, 'snapshotTools'>>({
      startToCloseTimeout: TOOL_TIMEOUT_MS,
      heartbeatTimeout: this.settings.heartbeat_ms,
      retry: retryOf(undefined, LLM_ATTEMPTS),
    });
    return this.sendRecorded(snapshotTools, { execution_id: executionId, tools });
  }

  /** What ended by time in the run that this one retraces; like a timer, it need not end for a continue-as-new. */
  recordedEnd(input: RecordedEndInput): Promise<Stored | undefined> {
    const { recordedEnd } = proxyActivities<Pick<Activities, 'recordedEnd'>>({
      startToCloseTimeout: RETRACED_TIMEOUT_MS,
      heartbeatTimeout: this.settings.heartbeat_ms,
    });
    return recordedEnd(input);
  }

  childRuns(workflowId: string): Promise<boolean> {
    const { childRuns } = proxyActivities<Pick<Activities, 'childRuns'>>({
      startToCloseTimeout: '30 seconds',
    });
    return this.send(childRuns, { workflow_id: workflowId });
  }

  /**
   * Starts a node that is a workflow of its own; it outlives this run, see ADR 16.
   *
   * @returns once it has begun; `closed` resolves when it has ended, however it did
   */
  async frame(workflowId: string, input: FrameInput): Promise<{ closed: Promise<void> }> {
    const { dry_run } = this.settings;
    const begin = () =>
      startChild('runFrame', {
        workflowId,
        args: [input],
        parentClosePolicy: ParentClosePolicy.ABANDON,
        workflowIdReusePolicy: 'REJECT_DUPLICATE',
        ...(dry_run ? { workflowExecutionTimeout: dry_run.timeout_ms } : {}),
      });
    // Were it started in the node's own scope, it would be cancelled with that, before it could be told why.
    const child = await this.send(() => CancellationScope.nonCancellable(begin), input);
    const ended = () => undefined;
    return { closed: child.result().then(ended, ended) };
  }

  /** A local activity by its name. */
  async local<Name extends keyof LocalActivities>(
    name: Name,
    input: Parameters<LocalActivities[Name]>[0],
  ): Promise<Awaited<ReturnType<LocalActivities[Name]>>> {
    const parcel = { bytes: RESULT_BYTES[name], remote: false };
    await this.room(parcel);
    return this.gate.pass(() => this.outbox.receive(parcel, () => this.localPastGate(name, input)));
  }

  /** As {@link local}, also behind a closed gate: for what a run does to be replaced. */
  localPastGate<Name extends keyof LocalActivities>(
    name: Name,
    input: Parameters<LocalActivities[Name]>[0],
  ): Promise<Awaited<ReturnType<LocalActivities[Name]>>> {
    const call = local[name] as (given: typeof input) => Promise<Awaited<ReturnType<LocalActivities[Name]>>>;
    return this.turns.take(() => call(input));
  }

  /** The same calls, by what undoes something. */
  undoing(): Calls {
    return new Calls({ ...this.settings, undoing: true }, this.gate, this.outbox, this.turns);
  }

  /** The same calls, by a node that nothing works beside: short ones are local. */
  alone(): Calls {
    return new Calls(this.settings, this.gate, this.outbox, this.turns, true);
  }

  /** A call of a run that retraces a record waits for its turn, however long that takes. */
  private within(timeoutMs: number): number {
    return this.settings.retraces ? RETRACED_TIMEOUT_MS : timeoutMs;
  }

  /**
   * A call that a run which retraces a record must not make anew. One that is irreversible is not broken off once it is
   * begun.
   */
  private sendRecorded<Input extends object, Output>(
    call: (input: Input) => Promise<Output>,
    given: Input,
    effect?: Effect,
  ): Promise<Output> {
    const { retraces, undoing, dry_run } = this.settings;
    const how = {
      ...(retraces ? { recorded_only: true } : {}),
      ...(undoing ? { undoing } : {}),
      ...(dry_run ? { dry_run: true } : {}),
    };
    const input = { ...given, ...how };
    const unbroken = async (sent: Input) => {
      if (CancellationScope.current().consideredCancelled) throw new CancelledFailure('Cancelled');
      return CancellationScope.nonCancellable(() => call(sent));
    };
    return this.send(effect === 'irreversible' ? unbroken : call, input);
  }

  /** A recorded call as a local activity. */
  private async sendLocal<Input, Output>(
    call: (input: Input) => Promise<Output>,
    input: Input,
  ): Promise<Output> {
    const parcel = { bytes: TURN_BYTES, remote: false };
    await this.room(parcel);
    return this.gate.pass(() => this.outbox.receive(parcel, () => this.turns.take(() => call(input))));
  }

  private async send<Input extends object, Output>(
    call: (input: Input) => Promise<Output>,
    input: Input,
  ): Promise<Output> {
    const parcel = parcelOf(input);
    await this.room(parcel);
    return this.gate.pass(() => this.outbox.send(parcel, () => call(input)));
  }

  /** Resolves once the gate is open and the call may be made. */
  private async room(parcel: Parcel): Promise<void> {
    await this.gate.enter();
    while (!this.outbox.take(parcel)) {
      await this.outbox.changed(parcel);
      await this.gate.enter();
    }
  }
}

/**
 * Makes a call again whose worker went away: that was not the call's failure, and what was done stands in the ledger. A
 * call that takes its worker with it each time is given up in the end. Not for calls that a person said to make again:
 * their word is for one time.
 */
async function outliving<Output>(
  send: (repeated: Pick<LlmCallInput, 'repeated'>) => Promise<Output>,
): Promise<Output> {
  for (let lost = 0; ; lost += 1) {
    try {
      return await send(lost > 0 ? { repeated: true } : {});
    } catch (error) {
      if (!isLostWorker(error) || lost === MAX_LOST_WORKERS || !patched('lost-workers')) throw error;
    }
  }
}

function isLostWorker(error: unknown): boolean {
  if (!(error instanceof ActivityFailure)) return false;
  const { cause } = error;
  if (cause instanceof ApplicationFailure) return cause.type === SHUT_DOWN;
  return cause instanceof TimeoutFailure && cause.timeoutType === 'HEARTBEAT';
}
