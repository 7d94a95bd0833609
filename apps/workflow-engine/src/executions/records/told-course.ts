import type { RecordedDecision, RecordedNode } from '@aiwf/contracts';
import type { Json, JsonObject } from '@aiwf/definition';
import type { EventRow } from '../../events';
import type { EventType } from '../../workflows';

const ENDINGS: { readonly [type in EventType]?: RecordedNode['status'] } = {
  'node.completed': 'completed',
  'node.failed': 'failed',
  'node.skipped': 'skipped',
  'node.cancelled': 'cancelled',
};

/** Events that tell what was said to a request, or that nobody said anything in time. */
const DECISIONS: ReadonlySet<string> = new Set<EventType>([
  'approval.decided',
  'question.answered',
  'outcome.decided',
  'budget.decided',
  'event.received',
]);

/** The node whose end an event tells, without its output; undefined for any other event. */
export function endedNode({ type, nodeId, data }: EventRow): RecordedNode | undefined {
  const status = ENDINGS[type as EventType];
  if (!status) return undefined;
  const id = nodeId ?? '';
  const error = data['error'] as RecordedNode['error'];
  return {
    node_id: id,
    path: typeof data['path'] === 'string' ? data['path'] : `nodes/${id}`,
    status,
    ...(error === undefined ? {} : { error }),
    ...(data['handled'] === true ? { handled: true } : {}),
  };
}

/** The id of the request that an event tells the expiry of. */
export function expiredRequest({ type, data }: EventRow): string | undefined {
  const { outcome, request_id: id } = data;
  return DECISIONS.has(type) && outcome === 'expired' && typeof id === 'string' ? id : undefined;
}

/** What an event tells that somebody said. */
export function decisionTold({ type, data, at }: EventRow): RecordedDecision | undefined {
  if (!DECISIONS.has(type) || typeof data['decision'] !== 'string') return undefined;
  return { ...wordsOf(data), at: at.toISOString() };
}

function wordsOf(said: JsonObject): Omit<RecordedDecision, 'at'> {
  const { request_id, user_id, decision, data, form, comment } = said as unknown as RecordedDecision;
  return {
    request_id,
    user_id,
    decision,
    ...(data === undefined ? {} : { data }),
    ...(form === undefined ? {} : { form }),
    ...(comment === undefined ? {} : { comment }),
  };
}

/** A completed node of the outermost graph, with its output. */
export function withOutput(node: RecordedNode, outputs: ReadonlyMap<string, Json>): RecordedNode {
  const { path, node_id, status } = node;
  const output = status === 'completed' && path === `nodes/${node_id}` ? outputs.get(node_id) : undefined;
  return output === undefined ? node : { ...node, output };
}
