import type { ConditionNode } from '@aiwf/definition';
import type { Stored } from '../values.contract';
import type { NodeContext } from './node-context';

/** Takes the first branch whose expression is true, else the default, else none. */
export async function runConditionNode(node: ConditionNode, context: NodeContext): Promise<Stored> {
  const { values, scope } = context;
  for (const { name, when } of node.config.branches) {
    if (await values.verdict(when, scope, `The "when" of branch "${name}"`))
      return { json: { branch: name } };
  }
  return { json: { branch: node.config.default ?? null } };
}
