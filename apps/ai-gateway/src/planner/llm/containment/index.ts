import type { ErrorItem } from '@aiwf/contracts';
import type { WorkflowDefinition } from '@aiwf/definition';
import type { PlanningTool } from '../../ground';
import { addressesIn } from './addresses';
import { capProblems } from './caps';
import { effectProblems } from './effects';
import { addressProblems } from './foreign-addresses';
import { nameProblems } from './foreign-names';
import { placedNodes } from './placed-nodes';
import { urlProblems } from './request-urls';
import { instructionProblems } from './shown-instructions';
import type { Sources } from './sources';

export { sourcesOf, type Sources } from './sources';

/**
 * What a plan does beyond what its user may have meant, whoever talked the model into it: addresses, secrets, approvers and
 * models that the user did not name, changes to the world that nobody approves, limits that nobody asked for. Judged from
 * the plan and the user's own words alone.
 *
 * @param definition valid by `validateDefinition`
 * @param tools all that there are
 */
export function containmentProblems(
  definition: WorkflowDefinition,
  sources: Sources,
  tools: readonly PlanningTool[],
): ErrorItem[] {
  const nodes = placedNodes(definition);
  return [
    ...addressProblems(definition, sources),
    ...urlProblems(definition, nodes),
    ...nameProblems(nodes, sources),
    ...effectProblems(nodes, tools),
    ...capProblems(definition, nodes, sources),
    ...instructionProblems(definition),
  ];
}

/** Remarks of the model that may be shown: those that send nobody to an address the user did not name. */
export function harmlessNotes(notes: readonly string[], sources: Sources): string[] {
  return notes.filter((note) => addressesIn(note).every((address) => sources.haveAddress(address)));
}
