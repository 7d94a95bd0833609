import type { Subgraph } from '@aiwf/definition';
import type { Stored } from '../values.contract';
import { GraphRun } from '../graph-run';
import { bodyOutput } from '../run-output';
import type { RunScope, ScopeAdditions } from '../run-scope';
import type { Values } from '../values';
import type { Frame } from './frame';

/**
 * Runs a graph inside a node once.
 *
 * @param prefix put before the paths of its nodes, such as `nodes/each/items/3/`
 * @param outputOf what it gives
 */
export async function runBody<Graph extends Subgraph>(
  body: Graph,
  { run, scope, spending, alone }: Frame,
  prefix: string,
  additions: ScopeAdditions,
  outputOf: (graph: Graph, scope: RunScope, values: Values) => Promise<Stored> = bodyOutput,
): Promise<Stored> {
  const own = scope.with(additions).nested();
  const graph = new GraphRun(run, { graph: body, prefix, scope: own, spending, alone });
  await graph.finished();
  const output = await outputOf(body, own, run.values);
  run.checkpoint.forget(graph.paths());
  return output;
}
