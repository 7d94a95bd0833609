import type { SpendingLimits } from '@aiwf/definition';
import type { Breach } from '../activities.contract';
import { GraphFailure } from '../graph-failure';
import type { NodeContext } from '../nodes/node-context';
import { requestIdOf } from '../request-id';
import { lastOf } from '../requests';

/**
 * A call would go past a limit: the run fails, or asks whether to raise it.
 *
 * @param path of the step that asks
 * @returns when the limit was raised, and the call may be tried again
 * @throws GraphFailure `budget_exceeded`
 */
export async function faceBreach(breach: Breach, path: string, context: NodeContext): Promise<void> {
  const { onBreach, requests, nodeId, values, calls, executionId } = context;
  if (onBreach === 'fail') throw exceeded(breach);
  const answer = await requests.ask({
    request_id: requestIdOf(path),
    kind: 'budget',
    node_id: nodeId,
    path: context.path,
    message: `The next model call would go past a limit: ${described(breach)}`,
    decisions: ['raise', 'stop'],
    required: 1,
    data: { json: { ...breach } },
  });
  const said = answer.expired ? undefined : lastOf(answer.decisions);
  if (said?.decision !== 'raise' || !said.data) throw exceeded(breach);
  const limits = (await values.load(said.data)) as SpendingLimits;
  await calls.local('raiseLimits', { execution_id: executionId, scope: breach.scope, limits });
}

function exceeded(breach: Breach): GraphFailure {
  return new GraphFailure(
    'budget_exceeded',
    `The next model call would go past a limit: ${described(breach)}`,
  );
}

function described({ scope, limit, allowed, needed }: Breach): string {
  return `${limit} of ${scope === 'run' ? 'the run' : scope} allows ${allowed}, and ${needed} would be needed`;
}
