import { compileExpression } from '../expressions/compile';
import type { Reference } from '../expressions/references';
import { findReferences } from '../templates/references';
import type { NodeDefinition } from '../types';
import { sitesOfNode, type ExpressionSite } from './expression-sites';

/**
 * What a node of a valid definition reads, as its expressions and templates write it: `inputs.email`,
 * `nodes.summary.output.text`; each once, in their order. What the nodes inside it read is theirs.
 */
export function readsOf(node: NodeDefinition): string[] {
  const region = { graph: { nodes: [node] }, path: '', inputNames: undefined, roots: [], nesting: 0 };
  const read = sitesOfNode(node, '', region).flatMap(referencesOf);
  return [...new Set(read.map(({ root, path }) => [root, ...path].join('.')))];
}

function referencesOf({ kind, value }: ExpressionSite): readonly Reference[] {
  const isExpression = kind === 'expression' && typeof value === 'string';
  return isExpression ? compileExpression(value).references : findReferences(value);
}
