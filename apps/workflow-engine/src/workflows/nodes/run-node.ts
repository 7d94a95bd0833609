import { renderTemplate } from '@aiwf/definition';
import type { Json, NodeDefinition } from '@aiwf/definition';
import { runAgentNode } from './agent.node';
import { runConditionNode } from './condition.node';
import { runCrewNode } from './crew.node';
import { runHttpRequestNode } from './http-request.node';
import type { NodeContext } from './node-context';
import { runTransformNode } from './transform.node';

/** Runs a node of any type and returns its output. */
export async function runNode(node: NodeDefinition, context: NodeContext): Promise<Json> {
  const withInput = { ...context, scope: { ...context.scope, input: renderInputs(node, context) } };
  switch (node.type) {
    case 'agent':
      return runAgentNode(node, withInput);
    case 'crew':
      return runCrewNode(node, withInput);
    case 'http_request':
      return runHttpRequestNode(node, withInput);
    case 'condition':
      return runConditionNode(node, withInput);
    case 'transform':
      return runTransformNode(node, withInput);
    default:
      return node satisfies never;
  }
}

function renderInputs(node: NodeDefinition, context: NodeContext): { [name: string]: Json } {
  return Object.fromEntries(
    Object.entries(node.inputs ?? {}).map(([name, template]) => [
      name,
      renderTemplate(template, context.scope),
    ]),
  );
}
