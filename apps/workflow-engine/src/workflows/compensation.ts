import { CancellationScope } from '@temporalio/workflow';
import type { NodeDefinition, Subgraph } from '@aiwf/definition';
import { reasonOf } from './graph-failure';
import { runNode } from './nodes';
import type { NodeContext } from './nodes/node-context';
import type { RunContext } from './run-context';

/**
 * Undoes what a cancelled graph has done: for each node that completed, the last first, the nodes its compensation
 * edges lead to are run, one after another. One that fails is recorded and the others are run all the same.
 */
export async function compensate(
  graph: Subgraph,
  contextOf: (node: NodeDefinition) => NodeContext,
  { checkpoint, progress }: RunContext,
): Promise<void> {
  const nodes = new Map(graph.nodes.map((node) => [node.id, node]));
  const byPath = new Map(graph.nodes.map((node) => [contextOf(node).path, node]));
  const completed = Object.entries(checkpoint.state.nodes)
    .filter(([path, { status }]) => status === 'completed' && byPath.has(path))
    .map(([path]) => byPath.get(path) as NodeDefinition)
    .reverse();
  await CancellationScope.nonCancellable(async () => {
    for (const done of completed) {
      for (const edge of graph.edges ?? []) {
        const undo = nodes.get(edge.target);
        if (edge.kind !== 'compensation' || edge.source !== done.id || !undo) continue;
        const context = undoing(contextOf(undo));
        const of = { node_id: undo.id, path: context.path };
        progress.emit({ type: 'node.started', ...of });
        try {
          const output = await runNode(undo, context);
          progress.emit({ type: 'node.completed', ...of, output });
          progress.emit({
            type: 'node.compensated',
            node_id: done.id,
            path: contextOf(done).path,
            data: { by: undo.id },
          });
        } catch (error) {
          progress.emit({ type: 'node.failed', ...of, error: reasonOf(error) });
        }
      }
    }
  });
}

/** What undoes something is done each time, also where a run that this one goes on from has done it before. */
function undoing(context: NodeContext): NodeContext {
  const { settings, calls } = context;
  return { ...context, settings: { ...settings, undoing: true }, calls: calls.undoing() };
}
