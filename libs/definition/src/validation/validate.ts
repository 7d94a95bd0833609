import { DEFINITION_CAPS } from '../caps';
import { checkInputsSchema } from '../inputs/schema-subset';
import { isJsonObject, ownValue } from '../json/guards';
import { pointerTo } from '../json/pointer';
import { suggestion } from '../json/suggest';
import { DEFINITION_SHAPE, NODE_SHAPES } from '../schema/definition-shape';
import type { Shape } from '../schema/shape';
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
  if (!checkShape(candidate, DEFINITION_SHAPE, '', problems)) {
    // Nodes hang on their type, so they are looked at even when something beside them is wrong.
    if (isJsonObject(candidate) && Array.isArray(candidate.nodes)) checkNodes(candidate.nodes, problems);
    return false;
  }
  return isJsonObject(candidate) && Array.isArray(candidate.nodes) && checkNodes(candidate.nodes, problems);
}

function checkNodes(nodes: readonly unknown[], problems: ProblemList): boolean {
  return nodes
    .slice(0, DEFINITION_CAPS.maxNodes)
    .map((node, index) => checkNodeShape(node, pointerTo('/nodes', index), problems))
    .every(Boolean);
}

function checkNodeShape(node: unknown, path: string, problems: ProblemList): boolean {
  // What is no object at all was reported with the list.
  if (problems.full || !isJsonObject(node)) return false;
  const types = Object.keys(NODE_SHAPES);
  const { type } = node;
  if (type === undefined) {
    problems.add('missing_field', path, '"type" is missing.', `Add "type": ${types.join(', ')}.`);
    return false;
  }
  const shapes: { readonly [type: string]: Shape } = NODE_SHAPES;
  const shape = typeof type === 'string' ? ownValue(shapes, type) : undefined;
  if (shape !== undefined) return checkShape(node, shape, path, problems);
  const shown = JSON.stringify(type).slice(0, 60);
  const hint = suggestion(typeof type === 'string' ? type : '', types);
  problems.add('unknown_node_type', pointerTo(path, 'type'), `There is no node type ${shown}.`, hint);
  return false;
}
