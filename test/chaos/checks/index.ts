import { isDeepStrictEqual } from 'node:util';
import type { EventView } from '@aiwf/contracts';
import { irreversibleViolations, keyedViolations } from './effects';
import { pathOf, type Evidence } from './evidence';
import { logViolations } from './log';
import { ledgerViolations, modelViolations } from './model';

export type { ArrivedTurn, Evidence } from './evidence';

/** Everything in a run that is not as the engine promises, in words, with its log. */
export function violationsOf(evidence: Evidence): string[] {
  const found = [
    ...endViolations(evidence),
    ...logViolations(evidence),
    ...ledgerViolations(evidence),
    ...modelViolations(evidence),
    ...keyedViolations(evidence),
    ...irreversibleViolations(evidence),
  ];
  const { executionId } = evidence.graph;
  if (found.length === 0) return [];
  return [`${executionId}:`, ...found.map((what) => `  ${what}`), ...logLines(evidence.events)];
}

/** A run's log, for whoever looks for the reason. */
export function logLines(events: readonly EventView[]): string[] {
  const lines = events.map((event) => {
    const { path: _path, preview: _preview, ...data } = event.data;
    return `    ${event.seq} ${event.at.slice(11)} ${event.type} ${pathOf(event)} ${JSON.stringify(data)}`;
  });
  return ['  its log:', ...lines];
}

function* endViolations({ view, graph }: Evidence): Iterable<string> {
  const { status, error_message, output_data } = view;
  if (status !== 'completed') yield `it is to complete, and ${status}: ${error_message}`;
  else if (!isDeepStrictEqual(output_data, graph.output)) {
    yield `it is to give ${JSON.stringify(graph.output)}, and gave ${JSON.stringify(output_data)}`;
  }
}
