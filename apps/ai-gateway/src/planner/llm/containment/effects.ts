import type { ErrorItem } from '@aiwf/contracts';
import type { HttpRequestNode, NodeDefinition } from '@aiwf/definition';
import type { PlanningTool } from '../../ground';
import type { PlacedNode } from './placed-nodes';

/**
 * What changes the world stands behind an approval on every path to it. That holds for PUT and DELETE and for what has an
 * idempotency key too: done twice they do no more than once, but nobody may have wanted them done at all.
 */
export function effectProblems(nodes: readonly PlacedNode[], tools: readonly PlanningTool[]): ErrorItem[] {
  return nodes.flatMap(({ node, path, approved }) => {
    const understated = node.type === 'http_request' && isUnderstated(node);
    const what = approved ? undefined : changeOf(node, tools);
    return [
      ...(understated
        ? [
            {
              code: 'understated_effect',
              path: `${path}/config/effect`,
              message: `"${node.id}" declares a weaker effect than its method has.`,
              hint: 'Leave "effect" out.',
            },
          ]
        : []),
      ...(what === undefined
        ? []
        : [
            {
              code: 'unapproved_effect',
              path,
              message: `"${node.id}" ${what}, and a path leads to it on which nobody approved that.`,
              hint: 'Put an approval before it, let only its branch "approved" lead here, and remove edges that lead past it: a node may read all nodes before the approval anyway.',
            },
          ]),
    ];
  });
}

const isRead = ({ config: { method = 'GET' } }: HttpRequestNode): boolean =>
  method === 'GET' || method === 'HEAD';

/** A planned request declares no effect but what its method has, so that none can be played down. */
function isUnderstated(node: HttpRequestNode): boolean {
  const { effect } = node.config;
  return effect === 'read'
    ? !isRead(node)
    : effect === 'idempotent' && ['POST', 'PATCH'].includes(node.config.method ?? 'GET');
}

/** What a node changes in the world, in words; undefined: nothing. */
function changeOf(node: NodeDefinition, tools: readonly PlanningTool[]): string | undefined {
  switch (node.type) {
    case 'http_request':
      return isRead(node) && (node.config.effect ?? 'read') === 'read'
        ? undefined
        : `sends a ${node.config.method ?? 'GET'}`;
    case 'agent':
      return toolChange(node.config.tools, tools);
    case 'crew':
      return toolChange(
        node.config.agents.flatMap((agent) => agent.tools ?? []),
        tools,
      );
    // What stands in a body is looked at by itself.
    case 'map':
    case 'loop':
    case 'condition':
    case 'transform':
    case 'wait':
    case 'approval':
      return undefined;
    case 'workflow':
      return 'runs another workflow';
    default:
      return node satisfies never;
  }
}

/** The engine itself lets a person approve the calls of tools that need it. */
function toolChange(names: readonly string[] = [], tools: readonly PlanningTool[]): string | undefined {
  const known = new Map(tools.map((tool) => [tool.name, tool]));
  const changing = names.find((name) => {
    const tool = known.get(name);
    // Of a server's tool that is not there now nobody knows what it does.
    return tool === undefined ? name.startsWith('mcp:') : tool.effect !== 'read' && !tool.needs_approval;
  });
  return changing && `may use ${changing}, which may change things`;
}
