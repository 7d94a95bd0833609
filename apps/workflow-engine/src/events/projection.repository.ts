import { and, eq, inArray } from 'drizzle-orm';
import type { Orm } from '@aiwf/persistence';
import type { ProgressEvent } from '../workflows';
import { executionNodes, executions, storable } from '../database';

type RowStatus = (typeof executions.$inferSelect)['status'];
type NodeRow = typeof executionNodes.$inferInsert;

const MAX_MESSAGE_CHARACTERS = 2_000;

/** Whether a run in this state has written its closing event. */
export function isTerminal(status: RowStatus): boolean {
  switch (status) {
    case 'starting':
    case 'running':
      return false;
    case 'completed':
    case 'failed':
    case 'cancelled':
      return true;
    default:
      return status satisfies never;
  }
}

/** Applies one event to the rows that `status` reads. */
export async function project(tx: Orm, executionId: string, event: ProgressEvent): Promise<void> {
  const at = new Date(event.at);
  const error = event.error?.message.slice(0, MAX_MESSAGE_CHARACTERS) ?? null;
  switch (event.type) {
    case 'execution.started':
      return setExecution(tx, executionId, { status: 'running' });
    case 'execution.completed':
      return close(tx, executionId, {
        status: 'completed',
        completedAt: at,
        output: storable(event.output ?? null),
      });
    case 'execution.failed':
      return close(tx, executionId, {
        status: 'failed',
        completedAt: at,
        errorCode: event.error?.code ?? null,
        errorMessage: error,
      });
    case 'execution.cancelled':
      return close(tx, executionId, { status: 'cancelled', completedAt: at });
    case 'node.started':
      return setNode(tx, executionId, event, { status: 'running', startedAt: at });
    case 'node.completed':
      return setNode(tx, executionId, event, {
        status: 'completed',
        completedAt: at,
        output: storable(event.output ?? null),
      });
    case 'node.failed':
      return setNode(tx, executionId, event, { status: 'failed', completedAt: at, errorMessage: error });
    case 'node.skipped':
      return setNode(tx, executionId, event, { status: 'skipped', completedAt: at });
    case 'node.cancelled':
      return setNode(tx, executionId, event, { status: 'cancelled', completedAt: at });
    case 'llm.call':
    case 'tool.call':
      return;
    default:
      return event.type satisfies never;
  }
}

async function setExecution(
  tx: Orm,
  executionId: string,
  values: Partial<typeof executions.$inferInsert>,
): Promise<void> {
  await tx.update(executions).set(values).where(eq(executions.id, executionId));
}

/** Closes a run; nodes that never ran or were still at work are shown as cancelled. */
async function close(
  tx: Orm,
  executionId: string,
  values: Partial<typeof executions.$inferInsert>,
): Promise<void> {
  await setExecution(tx, executionId, values);
  await tx
    .update(executionNodes)
    .set({ status: 'cancelled' })
    .where(
      and(
        eq(executionNodes.executionId, executionId),
        inArray(executionNodes.status, ['pending', 'running']),
      ),
    );
}

async function setNode(
  tx: Orm,
  executionId: string,
  event: ProgressEvent,
  values: Partial<NodeRow>,
): Promise<void> {
  await tx
    .update(executionNodes)
    .set(values)
    .where(and(eq(executionNodes.executionId, executionId), eq(executionNodes.nodeId, event.node_id ?? '')));
}
