import { temporal } from '@temporalio/proto';
import { historiesOf, type RunHistory } from './histories';

type HistoryEvent = temporal.api.history.v1.IHistoryEvent;

const { EventType } = temporal.api.enums.v1;

/** Where Temporal's server begins to warn. */
const WARNINGS = { events: 10_240, historyBytes: 10 * 1024 * 1024, payloadBytes: 256 * 1024 };

/** How large what Temporal keeps of one run of a workflow has become. */
export interface HistorySize {
  workflowId: string;
  events: number;
  bytes: number;
  /** The largest event; its payloads are smaller. */
  largest: { type: string; bytes: number };
  /** Workflow tasks that failed or timed out, with why. */
  failures: string[];
}

/** The sizes of the histories of all runs of an execution and of its children, the largest first. */
export async function historySizesOf(executionId: string): Promise<HistorySize[]> {
  const histories = await historiesOf(executionId);
  return histories.map(sizeOf).toSorted((a, b) => b.bytes - a.bytes);
}

/** What of these histories Temporal warns of, or had to do again; empty: nothing. */
export function warningsOf(sizes: readonly HistorySize[]): string[] {
  return sizes.flatMap(({ workflowId, events, bytes, largest, failures }) => [
    ...(events > WARNINGS.events ? [`${workflowId} has ${events} events`] : []),
    ...(bytes > WARNINGS.historyBytes ? [`${workflowId} has ${bytes} bytes`] : []),
    ...(largest.bytes > WARNINGS.payloadBytes
      ? [`${workflowId} has a ${largest.type} of ${largest.bytes} bytes`]
      : []),
    ...failures.map((failure) => `${workflowId}: ${failure}`),
  ]);
}

function sizeOf({ workflowId, history }: RunHistory): HistorySize {
  const events = history.events ?? [];
  const largest = { type: 'none', bytes: 0 };
  let bytes = 0;
  for (const event of events) {
    const size = temporal.api.history.v1.HistoryEvent.encode(event).finish().length;
    bytes += size;
    if (size > largest.bytes) Object.assign(largest, { type: typeOf(event), bytes: size });
  }
  return { workflowId, events: events.length, bytes, largest, failures: events.flatMap(failureOf) };
}

function typeOf({ eventType }: HistoryEvent): string {
  return EventType[eventType ?? 0] ?? String(eventType);
}

function failureOf(event: HistoryEvent): string[] {
  const { workflowTaskFailedEventAttributes: failed, workflowTaskTimedOutEventAttributes: timedOut } = event;
  if (failed) return [`a workflow task failed: ${failed.failure?.message ?? failed.cause}`];
  return timedOut ? ['a workflow task timed out'] : [];
}
