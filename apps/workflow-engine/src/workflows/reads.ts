import { findExpressionReferences, findReferences } from '@aiwf/definition';
import type { NodeDefinition, Reference, Template } from '@aiwf/definition';
import type { Reads } from './run-scope';

/** What a CEL expression reads. */
export function readsOfExpression(source: string): Reads {
  return readsOf(findExpressionReferences(source));
}

/** What a template reads. */
export function readsOfTemplate(template: Template): Reads {
  return readsOf(findReferences(template));
}

/** Everything that could be read: for a graph inside a node. */
export const READS_ALL: Reads = { roots: new Set(), nodes: 'all' };

function readsOf(references: readonly Reference[]): Reads {
  const roots = new Set<string>();
  const nodes = new Set<string>();
  let all = false;
  for (const { root, path } of references) {
    roots.add(root);
    if (root !== 'nodes') continue;
    const [id] = path;
    if (id === undefined) all = true;
    else nodes.add(id);
  }
  return { roots, nodes: all ? 'all' : nodes };
}

/**
 * Ids that a node's definition may mention as `nodes.<id>`, wherever in it: at least those it reads. A cautious reading,
 * for questions where one too many does no harm.
 */
export function nodesMentionedBy(node: NodeDefinition): Set<string> {
  const found = new Set<string>();
  for (const [, id] of JSON.stringify(node).matchAll(/nodes(?:\.|\[\\?["'])([A-Za-z_][A-Za-z0-9_]*)/g)) {
    if (id !== undefined) found.add(id);
  }
  return found;
}
