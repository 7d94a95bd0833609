import { and, eq, inArray, sql } from 'drizzle-orm';
import type { Orm } from '@aiwf/persistence';
import type { ProgressEvent } from '../workflows';
import { executionNodes, executions, storable } from '../database';
import { updateNodes, type NodeChange } from './node-projection.repository';
import { closeRequest, openRequest, withdrawRequests } from './request-projection.repository';

type RowStatus = (typeof executions.$inferSelect)['status'];

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

/** The opposite of {@link isTerminal} in SQL, of a row named `run`. */
export const IS_OPEN = sql`(run.status in ('starting', 'running'))`;

const FACTS = {
  requestId: sql<string | null>`run.request_id`,
  userId: sql<string>`run.user_id`,
  workflowId: sql<string>`run.workflow_id`,
  status: sql<RowStatus>`run.status`,
  dryRun: sql<boolean>`run.dry_run`,
  /** From its start to its end; null while it is open. */
  seconds: sql<number | null>`extract(epoch from run.completed_at - run.started_at)::float8`,
};

/** What an operator is told of a run. */
export type RunFacts = { [fact in keyof typeof FACTS]: (typeof FACTS)[fact]['_']['type'] };

/** {@link RunFacts} in SQL, of a row named `run`, each under its name. */
export const RUN_FACTS = sql.join(
  Object.entries(FACTS).map(([name, fact]) => sql`${fact} as ${sql.identifier(name)}`),
  sql`, `,
);

/** To be selected from what gave {@link RUN_FACTS}. */
export const NAMED_RUN_FACTS = Object.fromEntries(
  Object.keys(FACTS).map((name) => [name, sql`${sql.identifier(name)}`]),
) as typeof FACTS;

/**
 * Applies events, in their order, to the rows that `status` reads. What they say about nodes is gathered into one
 * statement: a graph of a thousand quick nodes brings two thousand events at once.
 */
export async function project(tx: Orm, executionId: string, events: readonly ProgressEvent[]): Promise<void> {
  const changes = new Map<string, NodeChange>();
  for (const event of events) {
    if (event.opened) await openRequest(tx, executionId, event.opened, new Date(event.at));
    if (event.closed) await closeRequest(tx, executionId, event.closed, new Date(event.at));
    if (isOfRun(event)) {
      // The end of a run looks at the nodes that are still open.
      await updateNodes(tx, executionId, changes);
      changes.clear();
      await projectExecution(tx, executionId, event);
    }
    gather(changes, event);
  }
  await updateNodes(tx, executionId, changes);
}

/** Adds what an event says about its node to what earlier ones said. */
export function gather(changes: Map<string, NodeChange>, event: ProgressEvent): void {
  const change = isOfGraph(event) ? nodeChangeOf(event) : undefined;
  if (change) changes.set(event.node_id ?? '', { ...changes.get(event.node_id ?? ''), ...change });
}

/** Whether an event tells of the run itself. */
export function isOfRun({ type }: Pick<ProgressEvent, 'type'>): boolean {
  return type.startsWith('execution.');
}

/** Nodes inside a map, a loop or another workflow have no rows of their own. */
function isOfGraph({ node_id, path }: ProgressEvent): boolean {
  return path === undefined || path === `nodes/${node_id}`;
}

async function projectExecution(tx: Orm, executionId: string, event: ProgressEvent): Promise<void> {
  const change = runChangeOf(event);
  if (!change) return;
  await tx.update(executions).set(change).where(eq(executions.id, executionId));
  if (change.completedAt) await settle(tx, executionId, change.completedAt);
}

/** What changes in a run's row. */
export type RunChange = Partial<typeof executions.$inferInsert>;

/** What an event changes in its run's row; undefined: nothing. The one that closes the run says when it completed. */
export function runChangeOf(event: ProgressEvent): RunChange | undefined {
  const completedAt = new Date(event.at);
  switch (event.type) {
    case 'execution.started':
      return { status: 'running' };
    case 'execution.paused':
      return { paused: true };
    case 'execution.resumed':
      return { paused: false };
    case 'execution.completed':
      return { status: 'completed', completedAt, ...outputColumns(event) };
    case 'execution.failed':
      return {
        status: 'failed',
        completedAt,
        errorCode: event.error?.code ?? null,
        errorMessage: messageOf(event),
      };
    case 'execution.cancelled':
      return { status: 'cancelled', completedAt };
    default:
      return undefined;
  }
}

/** What an event changes in its node's row; undefined: nothing. */
function nodeChangeOf(event: ProgressEvent): NodeChange | undefined {
  const at = new Date(event.at);
  switch (event.type) {
    case 'node.started':
      return { status: 'running', startedAt: at };
    case 'node.completed':
      return { status: 'completed', completedAt: at, ...outputColumns(event) };
    case 'node.failed':
      return {
        status: 'failed',
        completedAt: at,
        errorCode: event.error?.code ?? null,
        errorMessage: messageOf(event),
      };
    case 'node.skipped':
      return { status: 'skipped', completedAt: at };
    case 'node.cancelled':
      return { status: 'cancelled', completedAt: at };
    default:
      return undefined;
  }
}

function outputColumns({ output }: ProgressEvent) {
  if (output && 'blob' in output) return { output: null, outputBlob: output };
  return { output: storable(output?.json ?? null), outputBlob: null };
}

function messageOf({ error }: ProgressEvent): string | null {
  return error ? storable(error.message.slice(0, MAX_MESSAGE_CHARACTERS)) : null;
}

/** At the end of a run, nodes that never ran or were still at work are shown as cancelled. */
async function settle(tx: Orm, executionId: string, at: Date): Promise<void> {
  await withdrawRequests(tx, executionId, at);
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
