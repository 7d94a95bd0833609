import type { NodeDefinition } from '@aiwf/definition';
import type { Stored } from '../values.contract';
import { runDry } from '../dry-run/dry-node';
import { runChild } from '../frames/child-frame';
import { GraphFailure } from '../graph-failure';
import { runAgentNode } from './agent.node';
import { runApprovalNode } from './approval.node';
import { runConditionNode } from './condition.node';
import { runCrewNode } from './crew.node';
import { runHttpRequestNode } from './http-request.node';
import type { RunScope } from '../run-scope';
import type { NodeContext } from './node-context';
import { runTransformNode } from './transform.node';
import { runWaitNode } from './wait.node';

/**
 * Runs a node of any type and returns its output.
 *
 * @throws GraphFailure `output_schema_mismatch` for an output that doesn't fit the node's `output_schema`
 */
export async function runNode(node: NodeDefinition, context: NodeContext): Promise<Stored> {
  const scoped = { ...context, scope: await scopeOf(node, context) };
  const { dry_run } = context.settings;
  const output = dry_run
    ? await runDry(node, dry_run, scoped, () => runTyped(node, scoped))
    : await runTyped(node, scoped);
  if (node.output_schema !== undefined && node.type !== 'agent') {
    await assertFits(node.output_schema, output, context);
  }
  return output;
}

/** What a node reads; one without `inputs` of its own reads those of the node it stands in. */
async function scopeOf({ inputs }: NodeDefinition, { values, scope }: NodeContext): Promise<RunScope> {
  return inputs === undefined ? scope : scope.with({ input: await values.template(inputs, scope) });
}

function runTyped(node: NodeDefinition, context: NodeContext): Promise<Stored> {
  switch (node.type) {
    case 'agent':
      return runAgentNode(node, context);
    case 'crew':
      return runCrewNode(node, context);
    case 'http_request':
      return runHttpRequestNode(node, context);
    case 'condition':
      return runConditionNode(node, context);
    case 'transform':
      return runTransformNode(node, context);
    case 'wait':
      return runWaitNode(node, context);
    case 'approval':
      return runApprovalNode(node, context);
    case 'map':
    case 'loop':
    case 'workflow':
      return runChild(node, context);
    default:
      return node satisfies never;
  }
}

async function assertFits(
  schema: NonNullable<NodeDefinition['output_schema']>,
  value: Stored,
  { calls, executionId }: NodeContext,
): Promise<void> {
  const problems = await calls.local('checkValue', { execution_id: executionId, schema, value });
  if (problems.length === 0) return;
  throw new GraphFailure(
    'output_schema_mismatch',
    `Its output does not fit its output_schema: ${problems.join('; ')}`,
  );
}
