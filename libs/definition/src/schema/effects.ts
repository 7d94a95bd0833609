import type { Effect, HttpRequestConfig, NodeDefinition } from '../types';

const STRENGTH: readonly Effect[] = ['read', 'idempotent', 'irreversible'];

/**
 * What running a node does to the world. Of a node with a graph inside it is the strongest of that graph's nodes; of a
 * workflow that is not written out, the strongest there is. What an agent's tools do is theirs to declare.
 */
export function effectOf(node: NodeDefinition): Effect {
  switch (node.type) {
    case 'http_request':
      return effectOfRequest(node.config);
    case 'map':
    case 'loop':
      return strongest(node.config.body.nodes);
    case 'workflow':
      return node.config.definition === undefined ? 'irreversible' : strongest(node.config.definition.nodes);
    case 'agent':
    case 'crew':
    case 'condition':
    case 'transform':
    case 'wait':
    case 'approval':
      return 'read';
    default:
      return node satisfies never;
  }
}

function effectOfRequest({ method = 'GET', effect, idempotency_key: key }: HttpRequestConfig): Effect {
  if (effect !== undefined) return effect;
  if (method === 'GET' || method === 'HEAD') return 'read';
  return method === 'PUT' || method === 'DELETE' || key !== undefined ? 'idempotent' : 'irreversible';
}

/** Recursion is bounded: a definition's depth is. */
function strongest(nodes: readonly NodeDefinition[]): Effect {
  const found = nodes.map((node) => STRENGTH.indexOf(effectOf(node)));
  return STRENGTH[Math.max(0, ...found)] ?? 'read';
}
