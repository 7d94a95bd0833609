import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import {
  Client,
  Connection,
  isGrpcServiceError,
  WorkflowExecutionAlreadyStartedError,
  WorkflowNotFoundError,
  type ConnectionLike,
  type WorkflowExecutionDescription,
} from '@temporalio/client';
import type { EngineConfig } from '@aiwf/platform';
import { ENGINE_CONFIG } from '../engine-config';
import type { RunInput, runGraph } from '../workflows';
import { connectionOptions } from './connection-options';
import { dataConverter } from './data-converter';
import { RunRefusedError } from './run-refused.error';

/** Every call to Temporal's frontend ends within this time, in milliseconds. */
const DEADLINE_MS = 5_000;

/** A start may be a client's to wait for, and clients give up at 5 s. One that is late goes on: broken off, it would be to do again. */
const START_WAIT_MS = 1_500;

/**
 * Starts at the same time that bring a workflow task along. Of a thousand at once all others wait with Temporal, for as long as it
 * takes: a task that was brought along has ten seconds.
 */
const MAX_EAGER_STARTS = 10;

/** gRPC's `INVALID_ARGUMENT`: the same request will never be taken. */
const INVALID_ARGUMENT = 3;

/** What the engine asks of Temporal's frontend. */
@Injectable()
export class TemporalService implements OnApplicationShutdown {
  private readonly connection: Connection;
  private readonly client: Client;
  /** Where a start brings the run's first workflow task along, see {@link startThrough}. */
  private workerClient: Client | undefined;
  private starting = 0;
  private readonly calls = new Set<Promise<unknown>>();

  constructor(@Inject(ENGINE_CONFIG) private readonly config: EngineConfig) {
    this.connection = Connection.lazy(connectionOptions(config));
    this.client = this.clientOn(this.connection);
  }

  /**
   * Runs are started through a worker's own connection from now on: Temporal answers a start with the run's first workflow
   * task, where the worker has room for it, and need not hand it out.
   *
   * @param connection undefined: the worker takes no more
   */
  startThrough(connection: ConnectionLike | undefined): void {
    this.workerClient = connection && this.clientOn(connection);
  }

  /**
   * Starts a run under its execution's id; a run that was ever started under it is left as it is.
   *
   * @throws RunRefusedError when Temporal will never take it; Error when it has not answered in time, while the start goes on
   */
  async start(userId: string, input: RunInput): Promise<void> {
    // Whoever asks for a dry run waits for more than its start, and nobody starts it later.
    const waitMs = input.settings.dry_run ? DEADLINE_MS : START_WAIT_MS;
    try {
      await within(waitMs, this.startRun(userId, input));
    } catch (error) {
      if (error instanceof WorkflowExecutionAlreadyStartedError) return;
      const refusal = refusalOf(error);
      if (refusal !== undefined) throw new RunRefusedError(`Temporal refuses to start the run: ${refusal}`);
      throw error;
    }
  }

  private async startRun(userId: string, input: RunInput): Promise<void> {
    const client = this.workerClient ?? this.client;
    this.starting += 1;
    const eagerly = client === this.workerClient && this.starting <= MAX_EAGER_STARTS;
    const start = () =>
      client.workflow.start<typeof runGraph>('runGraph', {
        workflowId: input.execution_id,
        taskQueue: this.config.temporal.taskQueue,
        args: [input],
        workflowIdReusePolicy: 'REJECT_DUPLICATE',
        workflowIdConflictPolicy: 'USE_EXISTING',
        requestEagerStart: eagerly,
        ...(input.settings.dry_run && { workflowExecutionTimeout: input.settings.dry_run.timeout_ms }),
        // One user's backlog doesn't hold up another's; the key may have 64 bytes.
        priority: { fairnessKey: createHash('sha256').update(userId).digest('hex').slice(0, 32) },
      });
    try {
      await this.bounded(() => within(DEADLINE_MS, start()), DEADLINE_MS, client.connection);
    } finally {
      this.starting -= 1;
    }
  }

  /** What Temporal knows of a run; undefined when it never heard of it. */
  async describe(executionId: string): Promise<WorkflowExecutionDescription | undefined> {
    try {
      return await this.bounded(() => this.client.workflow.getHandle(executionId).describe());
    } catch (error) {
      if (error instanceof WorkflowNotFoundError) return undefined;
      throw error;
    }
  }

  /** Resolves when the frontend serves this engine's namespace. */
  async ping(): Promise<void> {
    await this.bounded(() =>
      this.connection.workflowService.describeNamespace({ namespace: this.config.temporal.namespace }),
    );
  }

  /** Any other call, which ends within a time in milliseconds like all of them. */
  call<T>(call: (client: Client) => Promise<T>, deadlineMs?: number): Promise<T> {
    return this.bounded(() => call(this.client), deadlineMs);
  }

  async onApplicationShutdown(): Promise<void> {
    // A call between two of its tries would try again on the closed connection, and throw where nobody can catch it.
    await Promise.allSettled(this.calls);
    await this.connection.close();
  }

  private clientOn(connection: ConnectionLike): Client {
    return new Client({ connection, namespace: this.config.temporal.namespace, dataConverter });
  }

  private async bounded<T>(
    call: () => Promise<T>,
    deadlineMs = DEADLINE_MS,
    connection: ConnectionLike = this.connection,
  ): Promise<T> {
    const pending = connection.withDeadline(Date.now() + deadlineMs, call);
    this.calls.add(pending);
    try {
      return await pending;
    } finally {
      this.calls.delete(pending);
    }
  }
}

/** A worker's connection tries for ten seconds, whatever its deadline. */
async function within<T>(milliseconds: number, call: Promise<T>): Promise<T> {
  const answered = new AbortController();
  const late = sleep(milliseconds, undefined, { signal: answered.signal, ref: false }).then(() => {
    throw new Error(`Temporal did not answer within ${milliseconds / 1000} s`);
  });
  try {
    return await Promise.race([call, late]);
  } finally {
    answered.abort();
  }
}

/** Why Temporal will never take a request, if that is what an error says. */
function refusalOf(error: unknown): string | undefined {
  const cause = error instanceof Error ? error.cause : undefined;
  if (!isGrpcServiceError(cause)) return undefined;
  const code: number = cause.code;
  return code === INVALID_ARGUMENT ? cause.details : undefined;
}
