import { DEFINITION_CAPS } from '../caps';
import { checkInputsSchema } from '../inputs/schema-subset';
import { DEFINITION_SHAPE } from '../schema/definition-shape';
import type { WorkflowDefinition } from '../types';
import { warnOfEffects } from './effect-warnings';
import { checkGraphs } from './graph-rules';
import { checkJson } from './json-check';
import { checkNode } from './nodes/node-rules';
import type { ValidationOptions } from './options';
import { ProblemList, type Problem } from './problem';
import { checkReferences } from './reference-rules';
import { nodesOf, regionsOf, type PlacedNode } from './region';
import { checkShape } from './shape-check';

/** What {@link validateDefinition} answers. */
export type Validation =
  | { valid: true; definition: WorkflowDefinition; warnings: Problem[] }
  | { valid: false; problems: Problem[] };

/**
 * Checks anything at all against the whole language: form, graph, expressions, references, bodies and workflows inside
 * it. Never throws, whatever it is given. Reports up to `DEFINITION_CAPS.maxProblems` problems, each saying what to
 * change; where the form is wrong, the rest is not looked at.
 */
export function validateDefinition(candidate: unknown, options: ValidationOptions = {}): Validation {
  const problems = new ProblemList();
  if (!checkJson(candidate, problems) || !isDefinition(candidate, problems)) {
    return { valid: false, problems: problems.items };
  }
  const warnings = new ProblemList();
  checkMeaning({ definition: candidate, path: '', nesting: 0, approved: false }, options, problems, warnings);
  if (problems.items.length > 0) return { valid: false, problems: problems.items };
  return { valid: true, definition: candidate, warnings: warnings.items };
}

/** The first pass: the form, by the same shapes that the published schema is made of. */
function isDefinition(candidate: unknown, problems: ProblemList): candidate is WorkflowDefinition {
  return checkShape(candidate, DEFINITION_SHAPE, '', problems);
}

/** A definition, whole or inside a workflow node. */
interface Placed {
  definition: WorkflowDefinition;
  path: string;
  /** How many maps, loops and workflows it stands in. */
  nesting: number;
  /** Whether an approval stands before it. */
  approved: boolean;
}

/** Recursion is bounded by the cap on nesting. */
function checkMeaning(
  { definition, path, nesting, approved }: Placed,
  options: ValidationOptions,
  problems: ProblemList,
  warnings: ProblemList,
): void {
  if (definition.inputs !== undefined) checkInputsSchema(definition.inputs, `${path}/inputs`, problems);
  const regions = regionsOf(definition, path, nesting);
  const nodes = regions.flatMap(nodesOf);
  if (!checkSize(nodes, path, problems)) return;
  checkGraphs(regions, problems);
  for (const { node, path: at } of nodes) checkNode(node, at, options, problems);
  checkReferences(definition, regions, problems);
  const after = warnOfEffects(regions, approved, warnings);
  for (const { node, path: at, region } of nodes) {
    if (node.type !== 'workflow' || node.config.definition === undefined) continue;
    const inside: Placed = {
      definition: node.config.definition,
      path: `${at}/config/definition`,
      nesting: region.nesting + 1,
      approved: after.has(node),
    };
    checkMeaning(inside, options, problems, warnings);
  }
}

/** How many nodes there are in all, and how deep those with graphs inside nest. */
function checkSize(nodes: readonly PlacedNode[], path: string, problems: ProblemList): boolean {
  const { maxNodes, maxNesting } = DEFINITION_CAPS;
  if (nodes.length > maxNodes) {
    const message = `There are ${nodes.length} nodes, those in bodies included.`;
    problems.add('too_many_nodes', `${path}/nodes`, message, `Keep it to ${maxNodes}.`);
    return false;
  }
  const deep = nodes.find(
    ({ node, region }) =>
      region.nesting >= maxNesting &&
      (node.type === 'map' || node.type === 'loop' || node.type === 'workflow'),
  );
  if (deep === undefined) return true;
  const message = `"${deep.node.id}" stands in ${deep.region.nesting} maps, loops and workflows.`;
  const hint = `Nest them at most ${maxNesting} deep; let steps follow one another instead.`;
  problems.add('too_nested', deep.path, message, hint);
  return false;
}
