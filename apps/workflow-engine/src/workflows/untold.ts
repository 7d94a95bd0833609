import { proxySinks, type WorkflowInterceptorsFactory } from '@temporalio/workflow';
import type { NamedEvent, ProgressSinks } from './events.contract';

declare global {
  /** Modules are loaded once for all workflows of a worker; globals are each workflow's own. */
  var untoldOfThisWorkflow: { executionId: string; events: NamedEvent[] } | undefined;
}

const { progress } = proxySinks<ProgressSinks>();

/** Where a batch ends: by its events, or by the characters of the outputs they bring. */
const MAX_EVENTS = 200;
const MAX_CHARACTERS = 1024 * 1024;

function batchesOf(events: readonly NamedEvent[]): NamedEvent[][] {
  const batches: NamedEvent[][] = [];
  let batch: NamedEvent[] = [];
  let characters = 0;
  for (const event of events) {
    const { length } = JSON.stringify(event.output ?? null);
    if (batch.length === 0 || batch.length === MAX_EVENTS || characters + length > MAX_CHARACTERS) {
      batch = [];
      batches.push(batch);
      characters = 0;
    }
    batch.push(event);
    characters += length;
  }
  return batches;
}

/** Keeps an event until workflow code comes to rest; then the worker writes it. */
export function tellLater(executionId: string, event: NamedEvent): void {
  globalThis.untoldOfThisWorkflow ??= { executionId, events: [] };
  globalThis.untoldOfThisWorkflow.events.push(event);
}

/** How many events are kept. */
export function untold(): number {
  return globalThis.untoldOfThisWorkflow?.events.length ?? 0;
}

/** Hands the events of each go to the worker. Bundled by its path. */
export const interceptors: WorkflowInterceptorsFactory = () => ({
  internals: [
    {
      concludeActivation: (input, next) => {
        const kept = globalThis.untoldOfThisWorkflow;
        globalThis.untoldOfThisWorkflow = undefined;
        if (kept) progress.write(kept.executionId, batchesOf(kept.events));
        return next(input);
      },
    },
  ],
});
