import type { EstimatedWait } from '@aiwf/contracts';
import type { NodeDefinition, Subgraph } from '@aiwf/definition';

/** Waits that one estimate names. */
const MAX_WAITS = 100;

/** What people, events and timers add to a run, also inside its maps, loops and workflows. */
export function waitsOf(graph: Subgraph): EstimatedWait[] {
  return graph.nodes.flatMap(waitsIn).slice(0, MAX_WAITS);
}

function waitsIn(node: NodeDefinition): EstimatedWait[] {
  switch (node.type) {
    case 'approval':
      return [{ node_id: node.id, kind: 'approval', seconds: node.config.timeout_seconds ?? null }];
    case 'wait': {
      const { event, seconds, timeout_seconds } = node.config;
      if (event !== undefined) return [{ node_id: node.id, kind: 'event', seconds: timeout_seconds ?? null }];
      return [{ node_id: node.id, kind: 'timer', seconds: typeof seconds === 'number' ? seconds : null }];
    }
    case 'map':
    case 'loop':
      return waitsOf(node.config.body);
    case 'workflow':
      return node.config.definition === undefined ? [] : waitsOf(node.config.definition);
    case 'agent':
    case 'crew':
    case 'http_request':
    case 'condition':
    case 'transform':
      return [];
    default:
      return node satisfies never;
  }
}
