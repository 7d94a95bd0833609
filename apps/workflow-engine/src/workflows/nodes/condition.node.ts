import { evaluateExpression } from '@aiwf/definition';
import type { ConditionNode, Json } from '@aiwf/definition';
import { GraphFailure } from '../graph-failure';
import type { NodeContext } from './node-context';

/** Takes the first branch whose expression is true, else the default, else none. */
export function runConditionNode(node: ConditionNode, context: NodeContext): Json {
  for (const { name, when } of node.config.branches) {
    const verdict = evaluateExpression(when, context.scope);
    if (typeof verdict !== 'boolean') {
      throw new GraphFailure(
        'expression_type',
        `Branch "${name}" needs a "when" that is true or false, but it gave ${JSON.stringify(verdict)}`,
      );
    }
    if (verdict) return { branch: name };
  }
  return { branch: node.config.default ?? null };
}
