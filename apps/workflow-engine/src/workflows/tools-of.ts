import type { NodeDefinition, Subgraph } from '@aiwf/definition';

const MCP = 'mcp:';

/** The names of all tools of MCP servers that a graph's agents have, those inside its nodes included; each once. */
export function mcpToolsOf(graph: Subgraph): string[] {
  return [...new Set(graph.nodes.flatMap(toolsOf))].filter((name) => name.startsWith(MCP));
}

function toolsOf(node: NodeDefinition): string[] {
  switch (node.type) {
    case 'agent':
      return node.config.tools ?? [];
    case 'crew':
      return node.config.agents.flatMap(({ tools }) => tools ?? []);
    case 'map':
    case 'loop':
      return node.config.body.nodes.flatMap(toolsOf);
    case 'workflow':
      return (node.config.definition?.nodes ?? []).flatMap(toolsOf);
    case 'http_request':
    case 'condition':
    case 'transform':
    case 'wait':
    case 'approval':
      return [];
    default:
      return node satisfies never;
  }
}
