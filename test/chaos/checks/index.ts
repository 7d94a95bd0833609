import { isDeepStrictEqual } from 'node:util';
import type { EventView } from '@aiwf/contracts';
import { irreversibleViolations, keyedViolations } from './effects';
import { pathOf, type Evidence } from './evidence';
import { logViolations } from './log';
import { ledgerViolations, modelViolations } from './model';

export type { ArrivedTurn, Evidence } from './evidence';

/** Everything in a run that is not as the engine promises, in words. */
export function violationsOf(evidence: Evidence): string[] {
  const found = [
    ...endViolations(evidence),
    ...logViolations(evidence),
    ...ledgerViolations(evidence),
    ...modelViolations(evidence),
    ...keyedViolations(evidence),
    ...irreversibleViolations(evidence),
  ];
  return found.map((what) => `${evidence.graph.executionId}: ${what}`);
}

/** A run's log, for whoever looks for the reason. */
export function logLines(executionId: string, events: readonly EventView[]): string[] {
  const lines = events.map((event) => {
    const { path: _path, preview: _preview, ...data } = event.data;
    return `  ${event.seq} ${event.at.slice(11)} ${event.type} ${pathOf(event)} ${JSON.stringify(data)}`;
  });
  return [`the log of ${executionId}:`, ...lines];
}

function* endViolations({ view, graph }: Evidence): Iterable<string> {
  const { status, error_message, output_data } = view;
  if (status !== 'completed') yield `it is to complete, and ${status}: ${error_message}`;
  else if (!isDeepStrictEqual(output_data, graph.output)) {
    yield `it is to give ${JSON.stringify(graph.output)}, and gave ${JSON.stringify(output_data)}`;
  }
}
