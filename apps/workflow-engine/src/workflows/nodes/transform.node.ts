import type { TransformNode } from '@aiwf/definition';
import type { Stored } from '../values.contract';
import type { NodeContext } from './node-context';

/** Computes a value from an expression or a template. */
export function runTransformNode(node: TransformNode, { values, scope }: NodeContext): Promise<Stored> {
  const { expression, value } = node.config;
  return expression === undefined
    ? values.template(value ?? null, scope)
    : values.expression(expression, scope);
}
