import { checkInputsSchema } from '../inputs/schema-subset';
import { pointerTo } from '../json/pointer';
import { DEFINITION_SHAPE } from '../schema/definition-shape';
import type { WorkflowDefinition } from '../types';
import { checkGraph } from './graph-rules';
import { checkJson } from './json-check';
import { checkNode, warnOfEffect } from './node-rules';
import { ProblemList, type Problem } from './problem';
import { checkReferences } from './reference-rules';
import { checkShape } from './shape-check';

/** What {@link validateDefinition} answers. */
export type Validation =
  | { valid: true; definition: WorkflowDefinition; warnings: Problem[] }
  | { valid: false; problems: Problem[] };

/**
 * Checks anything at all against the whole language: form, graph, expressions, references. Never throws, whatever it
 * is given. Reports up to `DEFINITION_CAPS.maxProblems` problems, each saying what to change; where the form is wrong,
 * the rest is not looked at.
 *
 * @param options.tools - Names of the tools that agents may use; absent: not checked.
 */
export function validateDefinition(
  candidate: unknown,
  options: { tools?: readonly string[] } = {},
): Validation {
  const problems = new ProblemList();
  if (!checkJson(candidate, problems) || !isDefinition(candidate, problems)) {
    return { valid: false, problems: problems.items };
  }
  if (candidate.inputs !== undefined) checkInputsSchema(candidate.inputs, '/inputs', problems);
  checkGraph(candidate, problems);
  candidate.nodes.forEach((node, index) =>
    checkNode(node, pointerTo('/nodes', index), options.tools, problems),
  );
  checkReferences(candidate, problems);
  if (problems.items.length > 0) return { valid: false, problems: problems.items };
  const warnings = new ProblemList();
  candidate.nodes.forEach((node, index) => warnOfEffect(node, pointerTo('/nodes', index), warnings));
  return { valid: true, definition: candidate, warnings: warnings.items };
}

/** The first pass: the form, by the same shapes that the published schema is made of. */
function isDefinition(candidate: unknown, problems: ProblemList): candidate is WorkflowDefinition {
  return checkShape(candidate, DEFINITION_SHAPE, '', problems);
}
