import { ActivityFailure, ApplicationFailure } from '@temporalio/workflow';
import type { NodeDefinition } from '@aiwf/definition';
import { GraphFailure } from '../graph-failure';
import type { NodeContext } from '../nodes/node-context';
import type { DryRunSettings } from '../run-input';
import type { FailureReason, Stored } from '../values.contract';

/** Why there is no made-up value: the activity that makes them fails with it. */
const NOT_MOCKABLE = 'not_mockable';

/**
 * Runs a node of a dry run. A node that calls models or servers runs also where a mock stands for its output, since
 * what it would send is to be seen; any other is left to its mock.
 *
 * @throws GraphFailure that a mock gives
 */
export async function runDry(
  node: NodeDefinition,
  { mocks }: DryRunSettings,
  context: NodeContext,
  run: () => Promise<Stored>,
): Promise<Stored> {
  const mock = Object.hasOwn(mocks, node.id) ? mocks[node.id] : undefined;
  if (mock === undefined) return fitting(node, await run(), context);
  if (node.type === 'agent' || node.type === 'crew' || node.type === 'http_request') await shown(run);
  const { values } = context;
  if ('error' in mock) {
    const { code, message } = (await values.load(mock.error)) as unknown as FailureReason;
    throw new GraphFailure(code, message);
  }
  // Through the value itself: what is small stays in the run's log, where its branch is read.
  return values.keep(await values.load(mock.output));
}

/** What came from nobody is made to fit what the graph expects. */
async function fitting(node: NodeDefinition, output: Stored, context: NodeContext): Promise<Stored> {
  const { output_schema: schema } = node;
  const madeUp = node.type === 'http_request' || node.type === 'approval' || node.type === 'wait';
  if (schema === undefined || !madeUp) return output;
  return context.calls.local('mockValue', { execution_id: context.executionId, schema, like: output });
}

/** That no answer could be made up does not matter where the output is given. */
async function shown(run: () => Promise<Stored>): Promise<void> {
  try {
    await run();
  } catch (error) {
    const cause = error instanceof ActivityFailure ? error.cause : undefined;
    if (!(cause instanceof ApplicationFailure && cause.type === NOT_MOCKABLE)) throw error;
  }
}
