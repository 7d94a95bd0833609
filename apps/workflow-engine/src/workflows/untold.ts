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

/** How many of some events are written at once, the first of them. */
function batchLength(events: readonly NamedEvent[]): number {
  let characters = 0;
  const end = events.findIndex((event, index) => {
    characters += JSON.stringify(event.output ?? null).length;
    return index > 0 && (index === MAX_EVENTS || characters > MAX_CHARACTERS);
  });
  return end === -1 ? events.length : end;
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
        const { executionId, events } = globalThis.untoldOfThisWorkflow ?? { executionId: '', events: [] };
        const batches: NamedEvent[][] = [];
        while (events.length > 0) batches.push(events.splice(0, batchLength(events)));
        if (batches.length > 0) progress.write(executionId, batches);
        return next(input);
      },
    },
  ],
});
