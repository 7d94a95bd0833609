import { createHash } from 'node:crypto';
import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import {
  Client,
  Connection,
  WorkflowExecutionAlreadyStartedError,
  WorkflowNotFoundError,
  type WorkflowExecutionDescription,
} from '@temporalio/client';
import type { EngineConfig } from '@aiwf/platform';
import { ENGINE_CONFIG } from '../engine-config';
import type { RunInput, runGraph } from '../workflows';
import { connectionOptions } from './connection-options';

/** Every call to Temporal's frontend ends within this time, in milliseconds. */
const DEADLINE_MS = 5_000;

/** What the engine asks of Temporal's frontend. */
@Injectable()
export class TemporalService implements OnApplicationShutdown {
  private readonly connection: Connection;
  private readonly client: Client;

  constructor(@Inject(ENGINE_CONFIG) private readonly config: EngineConfig) {
    this.connection = Connection.lazy(connectionOptions(config));
    this.client = new Client({ connection: this.connection, namespace: config.temporal.namespace });
  }

  /** Starts a run under its execution's id; a run that was ever started under it is left as it is. */
  async start(userId: string, input: RunInput): Promise<void> {
    try {
      await this.bounded(() =>
        this.client.workflow.start<typeof runGraph>('runGraph', {
          workflowId: input.execution_id,
          taskQueue: this.config.temporal.taskQueue,
          args: [input],
          workflowIdReusePolicy: 'REJECT_DUPLICATE',
          workflowIdConflictPolicy: 'USE_EXISTING',
          // One user's backlog doesn't hold up another's; the key may have 64 bytes.
          priority: { fairnessKey: createHash('sha256').update(userId).digest('hex').slice(0, 32) },
        }),
      );
    } catch (error) {
      if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
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

  async onApplicationShutdown(): Promise<void> {
    await this.connection.close();
  }

  private bounded<T>(call: () => Promise<T>): Promise<T> {
    return this.connection.withDeadline(Date.now() + DEADLINE_MS, call);
  }
}
