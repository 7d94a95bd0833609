import { leafNodes, renderTemplate } from '@aiwf/definition';
import type { Json, JsonObject, Scope, WorkflowDefinition } from '@aiwf/definition';

/**
 * What a finished run hands over: the definition's `output` template; without one `{ result }`, the output of the
 * node that nothing follows, or of several such nodes by their ids. Skipped nodes are left out. An answer of an agent
 * or a crew stands for its text.
 */
export function outputOf(definition: WorkflowDefinition, scope: Scope): JsonObject {
  if (definition.output !== undefined) {
    const rendered = renderTemplate(definition.output, scope);
    return isObject(rendered) ? rendered : { result: rendered };
  }
  const results = leafNodes(definition)
    .map((id) => [id, scope.nodes[id]?.output ?? null] as const)
    .filter(([, output]) => output !== null)
    .map(
      ([id, output]) =>
        [id, isObject(output) && typeof output.text === 'string' ? output.text : output] as const,
    );
  const [only] = results;
  if (!only) return { result: null };
  return { result: results.length === 1 ? only[1] : Object.fromEntries(results) };
}

function isObject(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
