import { isJsonObject, leafNodes } from '@aiwf/definition';
import type { Subgraph, WorkflowDefinition } from '@aiwf/definition';
import type { Composite } from './activities.contract';
import type { Stored } from './values.contract';
import { isBlob, type RunScope } from './run-scope';
import type { Values } from './values';

/**
 * What a finished run hands over: the definition's `output` template, or else the outputs of the nodes that nothing
 * follows; what is no object becomes `{ result }`.
 */
export async function outputOf(
  definition: WorkflowDefinition,
  scope: RunScope,
  values: Values,
): Promise<Stored> {
  if (definition.output === undefined) {
    return values.compose({ object: { result: await leafOutput(definition, scope, values) } });
  }
  const rendered = await values.template(definition.output, scope);
  return isJsonObject(definition.output) ? rendered : values.compose({ result: rendered });
}

/** What the body of a node gives: its `output` template, or the outputs of the nodes that nothing follows. */
export async function bodyOutput(body: Subgraph, scope: RunScope, values: Values): Promise<Stored> {
  if (body.output !== undefined) return values.template(body.output, scope);
  return values.compose(await leafOutput(body, scope, values));
}

/**
 * The output of the node that nothing follows, or of several such nodes by their ids. Skipped nodes are left out. An
 * answer of an agent or a crew stands for its text.
 */
async function leafOutput(graph: Subgraph, scope: RunScope, values: Values): Promise<Composite> {
  const results: [string, Stored][] = [];
  for (const id of leafNodes(graph)) {
    const output = scope.outputOf(id);
    if (!isBlob(output) && output.json === null) continue;
    const node = graph.nodes.find((candidate) => candidate.id === id);
    const speaks = node?.type === 'crew' || (node?.type === 'agent' && node.output_schema === undefined);
    results.push([id, speaks ? await values.expression(`nodes.${id}.output.text`, scope) : output]);
  }
  const [only] = results;
  if (!only) return { json: null };
  return results.length === 1 ? only[1] : { object: Object.fromEntries(results) };
}
