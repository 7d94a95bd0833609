import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import {
  isGrpcServiceError,
  type Client,
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
  WorkflowUpdateRPCTimeoutOrCancelledError,
} from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import type { Decision, DecisionTaken, RunMessages } from '../workflows';
import { TemporalService } from './temporal.service';

/** How long a run may take to answer a decision, in milliseconds; its worker may be replaying a long history. */
const DECISION_DEADLINE_MS = 15_000;

/** A run that continued as new has many parts. */
const DELETION_DEADLINE_MS = 20_000;

/** Tries of a decision whose workflow task failed; each comes with another task. */
const DECISION_TRIES = 5;
const BETWEEN_TRIES_MS = 50;

/** gRPC's `NOT_FOUND`. */
const NOT_FOUND = 5;

/** gRPC's `FAILED_PRECONDITION`: so Temporal drops an update with the workflow task that took it. */
const FAILED_PRECONDITION = 9;

/** Children that one terminated run may leave behind, and have ended in one round. */
const MAX_CHILDREN = 1_000;

/** A decision was not taken; `type` says why, by the names that `RunMessages` gives. */
export class DecisionRefusedError extends Error {
  override readonly name = 'DecisionRefusedError';

  constructor(
    readonly type: string,
    message: string,
  ) {
    super(message);
  }
}

/** Nobody knows whether a decision was taken: no worker answered in time. */
export class DecisionLostError extends Error {
  override readonly name = 'DecisionLostError';
}

const DECIDE: RunMessages['decide'] = 'decide';

/** How Temporal's server answers an update that was taken by a workflow which then ended. */
const ENDED_MEANWHILE = 'AcceptedUpdateCompletedWorkflow';

/** What the engine tells runs that are under way. */
@Injectable()
export class RunMessagesService {
  constructor(private readonly temporal: TemporalService) {}

  /** @returns false when Temporal has no such run, or it has ended */
  cancel(executionId: string): Promise<boolean> {
    return this.reaching((client) => client.workflow.getHandle(executionId).cancel());
  }

  /** @returns false when Temporal has no such run, or it has ended */
  signal(executionId: string, signal: RunMessages['pause' | 'resume']): Promise<boolean> {
    return this.reaching((client) => client.workflow.getHandle(executionId).signal(signal));
  }

  /**
   * Tells a decision to the workflow that asked for it.
   *
   * @returns undefined when that workflow has ended
   * @throws DecisionRefusedError, DecisionLostError
   */
  async decide(workflowId: string, decision: Decision): Promise<DecisionTaken | undefined> {
    try {
      return await this.temporal.call(
        (client) => decided(client, workflowId, decision),
        DECISION_DEADLINE_MS,
      );
    } catch (error) {
      if (isGone(error)) return undefined;
      if (error instanceof WorkflowUpdateFailedError && error.cause instanceof ApplicationFailure) {
        if (error.cause.type === ENDED_MEANWHILE) return undefined;
        throw new DecisionRefusedError(error.cause.type ?? 'refused', error.cause.message);
      }
      if (error instanceof WorkflowUpdateRPCTimeoutOrCancelledError) {
        throw new DecisionLostError('The run did not answer in time', { cause: error });
      }
      throw error;
    }
  }

  /** Ends children that a run left behind when it was terminated; Temporal's list may miss the newest for a moment. */
  async terminateChildren(executionId: string): Promise<void> {
    const children = await this.temporal.call(async (client) => {
      const found: string[] = [];
      const query = `WorkflowId STARTS_WITH "${executionId}/" AND ExecutionStatus = "Running"`;
      for await (const { workflowId } of client.workflow.list({ query })) {
        if (found.push(workflowId) === MAX_CHILDREN) break;
      }
      return found;
    });
    for (const workflowId of children) {
      await this.reaching((client) =>
        client.workflow.getHandle(workflowId).terminate(`Its run ${executionId} was terminated`),
      );
    }
  }

  /** Deletes what Temporal keeps of a run that has ended, and of its children. */
  async deleteRuns(executionId: string): Promise<void> {
    await this.temporal.call(async (client) => {
      const query = `WorkflowId STARTS_WITH "${executionId}"`;
      for await (const { workflowId, runId } of client.workflow.list({ query })) {
        if (workflowId !== executionId && !workflowId.startsWith(`${executionId}/`)) continue;
        await unlessGone(deletion(client, { workflowId, runId }));
      }
    }, DELETION_DEADLINE_MS);
  }

  /** Ends workflows at once, where they run, and deletes what Temporal keeps of them; those it does not know are left out. */
  async endAndDelete(workflowIds: readonly string[]): Promise<void> {
    for (const workflowId of workflowIds) {
      await this.reaching((client) => deletion(client, { workflowId }));
    }
  }

  private reaching(call: Parameters<TemporalService['call']>[0]): Promise<boolean> {
    return unlessGone(this.temporal.call(call));
  }
}

/** Has Temporal delete a workflow in its own time, and end it before. */
async function deletion(
  client: Client,
  workflowExecution: { workflowId: string; runId?: string },
): Promise<void> {
  const { namespace } = client.options;
  await client.workflowService.deleteWorkflowExecution({ namespace, workflowExecution });
}

/** @returns false where what was asked about is gone; Temporal may list it for a while yet */
async function unlessGone(asked: Promise<unknown>): Promise<boolean> {
  try {
    await asked;
    return true;
  } catch (error) {
    if (isGone(error)) return false;
    throw error;
  }
}

/**
 * Where others decide at the same moment, the workflow task that takes this decision may be the one in which the run ends, and fail
 * because of what came meanwhile. Under one id it counts once, however often it is sent.
 */
async function decided(client: Client, workflowId: string, decision: Decision): Promise<DecisionTaken> {
  const updateId = randomUUID();
  const handle = client.workflow.getHandle(workflowId);
  for (let tries = 1; ; tries += 1) {
    try {
      return await handle.executeUpdate<DecisionTaken, [Decision]>(DECIDE, { args: [decision], updateId });
    } catch (error) {
      if (codeOf(error) !== FAILED_PRECONDITION || tries === DECISION_TRIES) throw error;
      await delay(BETWEEN_TRIES_MS);
    }
  }
}

function isGone(error: unknown): boolean {
  return error instanceof WorkflowNotFoundError || codeOf(error) === NOT_FOUND;
}

/** gRPC's code of a failure, which Temporal's client may have wrapped. */
function codeOf(error: unknown): number | undefined {
  if (isGrpcServiceError(error)) return error.code;
  const cause = error instanceof Error ? error.cause : undefined;
  return isGrpcServiceError(cause) ? cause.code : undefined;
}
