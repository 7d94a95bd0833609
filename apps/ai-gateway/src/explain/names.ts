import type { NodeDefinition, WorkflowDefinition } from '@aiwf/definition';
import { scopesOf } from '../planner/intent';
import { humanised, label } from './wording';

/** How nodes are called in an explanation, by their ids. */
export type Names = ReadonlyMap<string, string>;

/** Quoted names of the nodes of a definition, those in bodies too; a node without a name goes by its id. */
export function namesIn(definition: WorkflowDefinition): Names {
  const [scope] = scopesOf(definition);
  return new Map((scope?.nodes ?? []).map(({ node }) => [node.id, nameOf(node)]));
}

/** The quoted name of one node. */
export function nameOf({ id, name }: NodeDefinition): string {
  const given = name?.trim() ?? '';
  return label(given === '' ? humanised(id) : given);
}
