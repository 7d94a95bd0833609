import { temporal } from '@temporalio/proto';
import { waitFor } from '@aiwf/testing';
import { failedTasks, historiesOf, type RunHistory } from './histories';

const { EventType, WorkflowTaskFailedCause } = temporal.api.enums.v1;
const { HistoryEvent } = temporal.api.history.v1;

/** From here on Temporal's server warns. A payload is measured with the event that brings it. */
const WARNS_FROM = { events: 10_240, bytes: 10 * 1024 * 1024, payloadBytes: 256 * 1024 };

/**
 * How Temporal ends a workflow task that waits for a local activity while more than a hundred events arrive: it hands
 * them over and has the task made again, which loses nothing.
 */
const HANDED_OVER = WorkflowTaskFailedCause.WORKFLOW_TASK_FAILED_CAUSE_FORCE_CLOSE_COMMAND;

/**
 * What speaks against the histories of an execution and all its children, once they have ended: sizes that Temporal
 * warns of, and workflow tasks that failed, such as for a message that was too large. Empty: nothing.
 */
export async function historyWarnings(executionId: string): Promise<string[]> {
  let histories: RunHistory[] = [];
  await waitFor(
    async () => {
      histories = await historiesOf(executionId);
      return histories.length > 0 && histories.every(({ status }) => status !== 'RUNNING');
    },
    { what: `all workflows of ${executionId} to end`, timeoutMs: 60_000, intervalMs: 250 },
  );
  return histories.flatMap(warningsOf);
}

function warningsOf({ workflowId, history }: RunHistory): string[] {
  const events = history.events ?? [];
  const sizes = events.map((event) => HistoryEvent.encode(event).finish().length);
  const bytes = sizes.reduce((sum, size) => sum + size, 0);
  return [
    ...(events.length > WARNS_FROM.events ? [`${workflowId} has ${events.length} events`] : []),
    ...(bytes > WARNS_FROM.bytes ? [`${workflowId} has ${bytes} bytes`] : []),
    ...events.flatMap(({ eventType }, index) => {
      const size = sizes[index] ?? 0;
      return size > WARNS_FROM.payloadBytes
        ? [`${workflowId} has a ${EventType[eventType ?? 0]} of ${size} bytes`]
        : [];
    }),
    ...failedTasks(history)
      .filter(({ cause }) => cause !== HANDED_OVER)
      .map(({ cause }) => `${workflowId} failed a workflow task: ${WorkflowTaskFailedCause[cause ?? 0]}`),
  ];
}
