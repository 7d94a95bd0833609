import { GraphFailure } from './graph-failure';
import type { NodeContext } from './nodes/node-context';
import type { Stored } from './values.contract';
import { requestIdOf } from './request-id';
import { lastOf } from './requests';

/** What a person said of a call whose outcome is unknown. */
export type OutcomeDecision = { done: Stored } | { again: true };

/**
 * Asks a person what became of a call.
 *
 * @param what was called, in words
 * @param path of the step that asks
 * @throws GraphFailure `outcome_unknown` when it is to fail
 */
export async function askForOutcome(
  { requests, nodeId, path: nodePath }: NodeContext,
  what: string,
  path: string,
): Promise<OutcomeDecision> {
  const answer = await requests.ask({
    request_id: requestIdOf(path),
    kind: 'outcome',
    node_id: nodeId,
    path: nodePath,
    message: `Nobody can tell whether ${what} was carried out: it was begun, and its end is not known`,
    decisions: ['done', 'again', 'fail'],
    required: 1,
  });
  const said = answer.expired ? undefined : lastOf(answer.decisions);
  if (said?.decision === 'done') return { done: said.data ?? { json: null } };
  if (said?.decision === 'again') return { again: true };
  throw new GraphFailure('outcome_unknown', `Nobody can tell whether ${what} was carried out`);
}
