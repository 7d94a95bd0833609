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
