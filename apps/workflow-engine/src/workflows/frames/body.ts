import type { Subgraph } from '@aiwf/definition';
import type { Stored } from '../values.contract';
import { GraphRun } from '../graph-run';
import { bodyOutput } from '../run-output';
import type { ScopeAdditions } from '../run-scope';
import type { Frame } from './frame';

/** Runs a graph inside a node once. @param prefix put before the paths of its nodes, such as `nodes/each/items/3/` */
export async function runBody(
  body: Subgraph,
  { run, scope, spending }: Frame,
  prefix: string,
  additions: ScopeAdditions,
): Promise<Stored> {
  const own = scope.with(additions).nested();
  const graph = new GraphRun(run, { graph: body, prefix, scope: own, spending });
  await graph.finished();
  const output = await bodyOutput(body, own, run.values);
  run.checkpoint.forget(graph.paths());
  return output;
}
