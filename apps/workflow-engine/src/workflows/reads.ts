import { findExpressionReferences, findReferences } from '@aiwf/definition';
import type { Json, NodeDefinition, Reference, Template } from '@aiwf/definition';
import type { Reads } from './run-scope';

/** What a CEL expression reads. */
export function readsOfExpression(source: string): Reads {
  return readsOf(findExpressionReferences(source));
}

/** What a template reads. */
export function readsOfTemplate(template: Template): Reads {
  return readsOf(findReferences(template));
}

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

/** `nodes` as a word, and where it is followed by a written-out id, that id. */
const MENTION =
  /\bnodes\b(?:\s*\.\s*(?<field>[A-Za-z_]\w*)|\s*\[\s*(?<quote>["'])(?<key>[A-Za-z_]\w*)\k<quote>\s*\])?/g;

const known = new WeakMap<NodeDefinition, Reads['nodes']>();

/**
 * The nodes that a node may read, in all it holds, a graph inside it included: at least those it reads. A cautious
 * reading, for questions where one too many does no harm.
 */
export function nodesReadBy(node: NodeDefinition): Reads['nodes'] {
  const before = known.get(node);
  if (before !== undefined) return before;
  const found = new Set<string>();
  const reads = isWrittenOut(node as unknown as Json, found) ? found : 'all';
  known.set(node, reads);
  return reads;
}

/** Fields of definitions that are CEL as a whole; elsewhere it stands in braces. */
const EXPRESSIONS = new Set(['expression', 'items', 'until', 'when']);

/** Gathers the ids that a value's texts mention; false where one of them may read nodes by other means. */
function isWrittenOut(value: Json, found: Set<string>, field = ''): boolean {
  if (typeof value === 'string') {
    const braces = value.indexOf('{{');
    const from = EXPRESSIONS.has(field) ? 0 : braces === -1 ? value.length : braces;
    for (const { groups } of value.slice(from).matchAll(MENTION)) {
      const id = groups?.field ?? groups?.key;
      if (id === undefined) return false;
      found.add(id);
    }
    return true;
  }
  if (typeof value !== 'object' || value === null) return true;
  return Object.entries(value).every(([name, part]) =>
    isWrittenOut(part, found, Array.isArray(value) ? field : name),
  );
}
