import { evaluateExpression, renderTemplate } from '@aiwf/definition';
import type { Json, TransformNode } from '@aiwf/definition';
import type { NodeContext } from './node-context';

/** Computes a value from an expression or a template. */
export function runTransformNode(node: TransformNode, context: NodeContext): Json {
  const { expression, value } = node.config;
  return expression === undefined
    ? renderTemplate(value ?? null, context.scope)
    : evaluateExpression(expression, context.scope);
}
