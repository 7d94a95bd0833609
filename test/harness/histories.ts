import type { Client } from '@temporalio/client';
import type { temporal } from '@temporalio/proto';
import { temporalClient } from './temporal';

/** What Temporal keeps of one run of a workflow; a workflow that continued as new has several. */
export interface RunHistory {
  workflowId: string;
  runId: string;
  status: string;
  history: temporal.api.history.v1.IHistory;
}

/** The histories of all runs of an execution and of its children. */
export async function historiesOf(executionId: string): Promise<RunHistory[]> {
  const client = await temporalClient();
  try {
    return await historiesFrom(client, executionId);
  } finally {
    await client.connection.close();
  }
}

/** The same, from any server. */
export async function historiesFrom(client: Client, executionId: string): Promise<RunHistory[]> {
  const histories: RunHistory[] = [];
  const query = `WorkflowId STARTS_WITH "${executionId}"`;
  for await (const { workflowId, runId, status } of client.workflow.list({ query })) {
    const history = await client.workflow.getHandle(workflowId, runId).fetchHistory();
    histories.push({ workflowId, runId, status: status.name, history });
  }
  return histories;
}

/** The workflow tasks that failed, oldest first. */
export function failedTasks({
  events,
}: temporal.api.history.v1.IHistory): temporal.api.history.v1.IWorkflowTaskFailedEventAttributes[] {
  return (events ?? []).flatMap((event) => event.workflowTaskFailedEventAttributes ?? []);
}

/** The activities that Temporal was asked for, by their types; local ones are not among them. */
export function activitiesIn(histories: readonly RunHistory[]): string[] {
  return histories.flatMap(({ history }) =>
    (history.events ?? []).flatMap(
      ({ activityTaskScheduledEventAttributes: scheduled }) => scheduled?.activityType?.name ?? [],
    ),
  );
}

/** All texts of a history, and its bytes as text: what a reader of it finds. */
export function readableText(value: unknown): string {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('latin1');
  if (typeof value !== 'object' || value === null) return String(value);
  return Object.entries(value)
    .map(([name, part]) => `${name}: ${readableText(part)}`)
    .join('\n');
}
