import { proxyActivities, proxyLocalActivities } from '@temporalio/workflow';
import type { RetryPolicy } from '@aiwf/definition';
import type {
  Activities,
  HttpRequestInput,
  HttpRequestResult,
  LlmCallInput,
  LlmCallResult,
  LocalActivities,
  ToolCallInput,
  ToolCallResult,
} from './activities.contract';
import type { Gate } from './gate';
import type { Outbox } from './outbox';
import type { Progress } from './progress';
import { retryOf } from './retry';
import type { ExecutionSettings } from './run-input';

const LLM_ATTEMPTS = 5;
const TOOL_ATTEMPTS = 3;

/** A tool's own bound; built-in tools end well before it. */
const TOOL_TIMEOUT_MS = 120_000;

/** Beside a request's own bound, so that its error arrives and not Temporal's. */
const MARGIN_MS = 5_000;

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
    private readonly progress: Progress,
  ) {}

  /** One turn of a conversation. */
  llm(input: LlmCallInput, retry?: RetryPolicy): Promise<LlmCallResult> {
    const named = input.fallback_model ?? input.model;
    const { task_queue, timeout_ms } = named === undefined ? this.settings.llm : this.settings.named_llm;
    const { llmCall } = proxyActivities<Pick<Activities, 'llmCall'>>({
      taskQueue: task_queue,
      startToCloseTimeout: timeout_ms,
      heartbeatTimeout: this.settings.heartbeat_ms,
      retry: retryOf(retry, LLM_ATTEMPTS),
    });
    return this.send(llmCall, input);
  }

  /** One tool call of a recorded turn. */
  tool(input: ToolCallInput): Promise<ToolCallResult> {
    const { toolCall } = proxyActivities<Pick<Activities, 'toolCall'>>({
      startToCloseTimeout: TOOL_TIMEOUT_MS + MARGIN_MS,
      heartbeatTimeout: this.settings.heartbeat_ms,
      retry: retryOf(undefined, TOOL_ATTEMPTS),
    });
    return this.send(toolCall, input);
  }

  /** @param attempts in all, when the node's `retry` says nothing */
  http(
    input: HttpRequestInput,
    retry: RetryPolicy | undefined,
    attempts: number,
  ): Promise<HttpRequestResult> {
    const { httpRequest } = proxyActivities<Pick<Activities, 'httpRequest'>>({
      startToCloseTimeout: input.timeout_ms + MARGIN_MS,
      heartbeatTimeout: this.settings.heartbeat_ms,
      retry: retryOf(retry, attempts),
    });
    return this.send(httpRequest, input);
  }

  snapshotTools(executionId: string, tools: string[]): Promise<void> {
    const { snapshotTools } = proxyActivities<Pick<Activities, 'snapshotTools'>>({
      startToCloseTimeout: TOOL_TIMEOUT_MS,
      retry: retryOf(undefined, LLM_ATTEMPTS),
    });
    return this.send(snapshotTools, { execution_id: executionId, tools });
  }

  childRuns(workflowId: string): Promise<boolean> {
    const { childRuns } = proxyActivities<Pick<Activities, 'childRuns'>>({
      startToCloseTimeout: '30 seconds',
    });
    return this.gate.pass(() => childRuns({ workflow_id: workflowId }));
  }

  /** A local activity by its name. */
  local<Name extends keyof LocalActivities>(
    name: Name,
    input: Parameters<LocalActivities[Name]>[0],
  ): ReturnType<LocalActivities[Name]> {
    const call = async () => (await this.localPastGate(name, input)) as unknown;
    return this.gate.pass(call) as ReturnType<LocalActivities[Name]>;
  }

  /** As {@link local}, also behind a closed gate: for what a run does to be replaced. */
  localPastGate<Name extends keyof LocalActivities>(
    name: Name,
    input: Parameters<LocalActivities[Name]>[0],
  ): ReturnType<LocalActivities[Name]> {
    const call = local[name] as (given: typeof input) => Promise<unknown>;
    return call(input) as ReturnType<LocalActivities[Name]>;
  }

  private send<Input, Output>(call: (input: Input) => Promise<Output>, input: Input): Promise<Output> {
    const { recorded_only, dry_run } = this.settings;
    const moded = recorded_only ? { ...input, recorded_only } : input;
    return this.gate.pass(async () => {
      await this.progress.flush();
      return this.outbox.send(call, dry_run ? { ...moded, dry_run: true } : moded);
    });
  }
}
