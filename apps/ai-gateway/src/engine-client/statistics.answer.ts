import type { Spread, WorkflowStatistics } from '@aiwf/contracts';
import { EngineFailure } from './engine.failure';

/** @throws EngineFailure when the answer is not made of figures */
export function readStatistics(answer: unknown): WorkflowStatistics {
  const { runs, models, nodes, repeats, reached } = (answer ?? {}) as Partial<WorkflowStatistics>;
  const sound =
    isCount(runs) &&
    isListOf(models, (line) => hasSpreads(line, 'input_tokens', 'output_tokens', 'duration_ms')) &&
    isListOf(nodes, (line) =>
      hasSpreads(line, 'llm_calls', 'input_tokens', 'output_tokens', 'duration_ms'),
    ) &&
    isListOf(repeats, (line) => hasSpreads(line, 'count')) &&
    isListOf(reached, ({ runs: times }) => isCount(times));
  if (!sound) throw new EngineFailure('unintelligible', 'answered with unusable statistics');
  return answer as WorkflowStatistics;
}

type Line = { [field: string]: unknown };

function isListOf(value: unknown, isSound: (line: Line) => boolean): boolean {
  return (
    Array.isArray(value) &&
    value.every((line) => typeof line === 'object' && line !== null && isSound(line as Line))
  );
}

function hasSpreads(line: Line, ...fields: string[]): boolean {
  return fields.every((field) => {
    const { p10, p50, p90 } = (line[field] ?? {}) as Partial<Spread>;
    return isCount(p10) && isCount(p50) && isCount(p90);
  });
}

function isCount(value: unknown): boolean {
  return typeof value === 'number' && value >= 0;
}
