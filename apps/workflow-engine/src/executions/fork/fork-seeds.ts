import { isDeepStrictEqual } from 'node:util';
import type { Json, JsonObject, WorkflowDefinition } from '@aiwf/definition';
import type { Stored } from '../../workflows';
import { changedNodes } from './changed-nodes';
import type { ForkSeeds } from './fork-plan';
import { nodesReadingInputs } from './input-readers';

/** What is to be another way in a fork. */
export interface ForkChange {
  before: WorkflowDefinition;
  after: WorkflowDefinition;
  from_node?: string;
  outputs?: { [nodeId: string]: Json };
  inputs?: JsonObject;
  definition?: JsonObject;
}

/** Where a fork begins: at the node it names, at edited outputs, at changed nodes, and at readers of changed inputs. */
export function forkSeeds(
  { before, after, from_node, outputs = {} }: ForkChange,
  inputs: { before: JsonObject; after: JsonObject },
): ForkSeeds {
  const again = new Set(from_node === undefined ? [] : [from_node]);
  for (const id of changedNodes(before, after)) again.add(id);
  const changed = changedInputs(inputs.before, inputs.after);
  if (changed.size > 0) for (const id of nodesReadingInputs(after, changed)) again.add(id);
  const edited = Object.entries(outputs).map(([id, json]): [string, Stored] => [id, { json }]);
  return { again, edited: new Map(edited) };
}

function changedInputs(before: JsonObject, after: JsonObject): Set<string> {
  const names = [...Object.keys(before), ...Object.keys(after)];
  return new Set(names.filter((name) => !isDeepStrictEqual(before[name], after[name])));
}
