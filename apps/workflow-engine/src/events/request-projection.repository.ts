import { and, eq } from 'drizzle-orm';
import type { Orm } from '@aiwf/persistence';
import type { OpenRequest, ProgressEvent } from '../workflows';
import { requests, storable } from '../database';

/** A request is open from now on; one that was opened before stays as it is. */
export async function openRequest(
  tx: Orm,
  executionId: string,
  request: OpenRequest,
  at: Date,
): Promise<void> {
  const { data, form, approvers } = request;
  await tx
    .insert(requests)
    .values({
      executionId,
      requestId: request.request_id,
      kind: request.kind,
      workflowId: request.workflow_id,
      nodeId: request.node_id,
      message: storable(request.message),
      decisions: request.decisions,
      data: data && 'json' in data ? { json: storable(data.json) } : data,
      form: form && storable(form),
      approvers: approvers && storable(approvers),
      required: request.required,
      expiresAt: request.expires_at === undefined ? null : new Date(request.expires_at),
      status: 'open',
      openedAt: at,
    })
    .onConflictDoNothing();
}

/** A request is decided, or nobody needs to decide it any more. */
export async function closeRequest(
  tx: Orm,
  executionId: string,
  { request_id, outcome }: NonNullable<ProgressEvent['closed']>,
  at: Date,
): Promise<void> {
  await tx
    .update(requests)
    .set({ status: outcome, closedAt: at })
    .where(
      and(
        eq(requests.executionId, executionId),
        eq(requests.requestId, request_id),
        eq(requests.status, 'open'),
      ),
    );
}

/** What a run that has ended still waited for. */
export async function withdrawRequests(tx: Orm, executionId: string, at: Date): Promise<void> {
  await tx
    .update(requests)
    .set({ status: 'withdrawn', closedAt: at })
    .where(and(eq(requests.executionId, executionId), eq(requests.status, 'open')));
}
