import type { EdgeDefinition, LoopNode, MapNode, NodeDefinition, WorkflowDefinition } from '@aiwf/definition';

/** A node and where it stands. */
export interface PlacedNode {
  readonly node: NodeDefinition;
  /** JSON pointer. */
  readonly path: string;
  /** No path leads to it but through an approval that was given. */
  readonly approved: boolean;
  /** The map or loop whose body it stands in. */
  readonly holder?: MapNode | LoopNode;
}

interface Graph {
  readonly nodes: readonly NodeDefinition[];
  readonly edges?: readonly EdgeDefinition[];
}

/** All nodes of a workflow, those in bodies too. The workflow is valid, so that its depth is bounded. */
export function placedNodes(definition: WorkflowDefinition): PlacedNode[] {
  return placed(definition, '', { approved: false });
}

function placed(graph: Graph, path: string, outer: Pick<PlacedNode, 'approved' | 'holder'>): PlacedNode[] {
  const open = outer.approved ? new Set<string>() : reachedUnasked(graph);
  return graph.nodes.flatMap((node, index) => {
    const at = `${path}/nodes/${index}`;
    const approved = !open.has(node.id);
    const here = { ...outer, node, path: at, approved };
    if (node.type !== 'map' && node.type !== 'loop') return [here];
    return [here, ...placed(node.config.body, `${at}/config/body`, { approved, holder: node })];
  });
}

/** Ids of the nodes that a run may come to without anybody having approved anything. */
function reachedUnasked({ nodes, edges = [] }: Graph): Set<string> {
  const approvals = new Set(nodes.filter(({ type }) => type === 'approval').map(({ id }) => id));
  const targets = new Set(edges.map(({ target }) => target));
  const open = nodes.map(({ id }) => id).filter((id) => !targets.has(id));
  const reached = new Set(open);
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    for (const { source, target, branch, kind } of edges) {
      const isApproved = approvals.has(source) && branch === 'approved' && kind === undefined;
      if (source !== id || isApproved || reached.has(target)) continue;
      reached.add(target);
      open.push(target);
    }
  }
  return reached;
}
