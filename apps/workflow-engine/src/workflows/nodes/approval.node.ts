import type { ApprovalNode } from '@aiwf/definition';
import type { Stored } from '../values.contract';
import { requestIdOf } from '../request-id';
import type { NodeContext } from './node-context';

const NOTHING: Stored = { json: null };

/** Asks people, and waits for as many of them as are needed, or for the first that rejects. */
export async function runApprovalNode(node: ApprovalNode, context: NodeContext): Promise<Stored> {
  const { requests, values, scope, path } = context;
  const { message, data, approvers, required, form, reminder_seconds, timeout_seconds } = node.config;
  const shown = data === undefined ? undefined : await values.template(data, scope);
  const answer = await requests.ask({
    request_id: requestIdOf(path),
    kind: 'approval',
    node_id: node.id,
    path,
    message: await values.shortText(message, scope, 'The message'),
    decisions: ['approve', 'edit', 'reject'],
    required: required ?? 1,
    ...(shown === undefined ? {} : { data: shown }),
    ...(form === undefined ? {} : { form }),
    ...(approvers === undefined ? {} : { approvers }),
    ...(timeout_seconds === undefined ? {} : { timeout_seconds }),
    ...(reminder_seconds === undefined ? {} : { reminder_seconds }),
  });
  const { expired, decisions } = answer;
  const rejected = decisions.some(({ decision }) => decision === 'reject');
  const branch = expired ? 'timeout' : rejected ? 'rejected' : 'approved';
  // What a minority said before the deadline is told, and changes nothing.
  const standing = expired ? [] : decisions;
  const edited = standing.findLast(({ decision }) => decision === 'edit');
  const filled = standing.findLast((decision) => decision.form !== undefined);
  return values.compose({
    object: {
      branch: { json: branch },
      data: edited?.data ?? shown ?? NOTHING,
      form: filled?.form ?? NOTHING,
      decisions: {
        json: decisions.map(({ user_id, decision, comment, at }) => ({
          user_id,
          decision,
          comment: comment ?? null,
          at,
        })),
      },
    },
  });
}
