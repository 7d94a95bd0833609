import type { NodeDefinition, WorkflowDefinition } from '@aiwf/definition';
import { approvedNodes } from './graph/approvals';
import { acts } from './graph/effects';
import { scopesOf } from './graph/scopes';

/** A node that sends or changes something outside. */
export interface OutsideEffect {
  readonly node: NodeDefinition;
  /** It runs only after a person has said yes, whichever way the run takes. */
  readonly isApproved: boolean;
}

/** The nodes of a workflow, those in bodies and sub-workflows too, that send or change something outside. */
export function outsideEffects(definition: WorkflowDefinition): OutsideEffect[] {
  const scopes = scopesOf(definition);
  const approved = approvedNodes(scopes);
  return scopes
    .flatMap((scope) => scope.nodes)
    .filter((placed) => acts(placed, new Map()))
    .map(({ node }) => ({ node, isApproved: approved.has(node) }));
}
