import { compileExpression } from '../expressions/compile';
import type { Reference } from '../expressions/references';
import type { Template } from '../types';
import { parseTemplate } from './parse';

/**
 * What a template reads, in order; of an expression alone, {@link findExpressionReferences} tells. The template's depth
 * must be bounded.
 *
 * @throws ExpressionError for a template or an expression that does not compile.
 */
export function findReferences(template: Template): Reference[] {
  if (typeof template === 'string') {
    return parseTemplate(template).flatMap((part) =>
      'expression' in part ? compileExpression(part.expression).references : [],
    );
  }
  if (typeof template !== 'object' || template === null) return [];
  return Object.values(template).flatMap(findReferences);
}

/**
 * What one CEL expression reads, in order.
 *
 * @throws ExpressionError for an expression that does not compile.
 */
export function findExpressionReferences(source: string): readonly Reference[] {
  return compileExpression(source).references;
}

/** Ids of the nodes whose outputs are read, or `all`: some are, and which can't be told from the source. */
export type OutputsRead = ReadonlySet<string> | 'all';

/**
 * Whose outputs a template reads. A node of which nothing but `nodes.<id>.error` is read is not among them.
 *
 * @throws ExpressionError for a template or an expression that does not compile.
 */
export function outputsReadByTemplate(template: Template): OutputsRead {
  return outputsOf(findReferences(template));
}

/**
 * Whose outputs a CEL expression reads; see {@link outputsReadByTemplate}.
 *
 * @throws ExpressionError for an expression that does not compile.
 */
export function outputsReadByExpression(source: string): OutputsRead {
  return outputsOf(findExpressionReferences(source));
}

function outputsOf(references: readonly Reference[]): OutputsRead {
  const read = new Set<string>();
  for (const { root, path } of references) {
    if (root !== 'nodes') continue;
    const [id, part] = path;
    if (id === undefined) return 'all';
    if (part !== 'error') read.add(id);
  }
  return read;
}
