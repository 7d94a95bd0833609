import { type JsonObject, resolveInputs, type WorkflowDefinition } from '@aiwf/definition';
import { HttpProblem } from '@aiwf/platform';

/** @throws HttpProblem 422 that says which inputs don't fit */
export function assertInputsFit(definition: WorkflowDefinition, given: JsonObject | undefined): void {
  const resolved = resolveInputs(definition.inputs, given);
  if (resolved.ok) return;
  const errors = resolved.problems.map((problem) => ({ ...problem, path: `/inputs${problem.path}` }));
  throw new HttpProblem('invalid_inputs', { errors });
}
