import {
  findExpressionReferences,
  findReferences,
  type Json,
  type WorkflowDefinition,
} from '@aiwf/definition';

/**
 * Nodes that read one of the named inputs of the run, in themselves or in a body inside them, and targets of edges whose
 * `when` does. Any text that could be an expression counts as one, so a node may be named without need, but none is
 * left out.
 */
export function nodesReadingInputs(definition: WorkflowDefinition, changed: ReadonlySet<string>): string[] {
  const nodes = definition.nodes
    .filter((node) => reads(node as unknown as Json, changed))
    .map(({ id }) => id);
  const targets = (definition.edges ?? [])
    .filter(({ when }) => when !== undefined && textReads(when, changed))
    .map(({ target }) => target);
  return [...nodes, ...targets];
}

function reads(value: Json, changed: ReadonlySet<string>): boolean {
  if (typeof value === 'string') return textReads(value, changed);
  if (typeof value !== 'object' || value === null) return false;
  if (Array.isArray(value)) return value.some((part) => reads(part, changed));
  // In the definition of a sub-workflow, `inputs` are its own.
  return Object.entries(value).some(([name, part]) => name !== 'definition' && reads(part, changed));
}

function textReads(text: string, changed: ReadonlySet<string>): boolean {
  if (!text.includes('inputs')) return false;
  const references = [
    ...(compiled(() => findReferences(text)) ?? []),
    ...(compiled(() => findExpressionReferences(text)) ?? []),
  ];
  return references.some(
    ({ root, path: [name] }) => root === 'inputs' && (name === undefined || changed.has(name)),
  );
}

/** Undefined for a text that is no expression, or no template. */
function compiled<T>(compile: () => T): T | undefined {
  try {
    return compile();
  } catch {
    return undefined;
  }
}
