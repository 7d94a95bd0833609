import { sleep } from '@temporalio/workflow';
import type { WaitNode } from '@aiwf/definition';
import type { Stored } from '../values.contract';
import { GraphFailure } from '../graph-failure';
import { requestIdOf } from '../request-id';
import { lastOf } from '../requests';
import { isBlob } from '../run-scope';
import type { NodeContext } from './node-context';

const MAX_SECONDS = 31_536_000;

/** A date and a time with its zone. */
const ISO_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/;

/** Waits for a time or for an event. */
export async function runWaitNode(node: WaitNode, context: NodeContext): Promise<Stored> {
  const { event, timeout_seconds } = node.config;
  if (event !== undefined) return awaitEvent(node, event, timeout_seconds, context);
  const { checkpoint, path, settings } = context;
  const remembered = checkpoint.step(path).until;
  const until = typeof remembered === 'number' ? remembered : await untilOf(node, context);
  checkpoint.remember(path, { until });
  const timeless = settings.recorded_only === true || settings.dry_run !== undefined;
  if (until > Date.now() && !timeless) await sleep(until - Date.now());
  return { json: { branch: 'elapsed', at: new Date(until).toISOString() } };
}

async function untilOf({ config }: WaitNode, { values, scope }: NodeContext): Promise<number> {
  if (config.until !== undefined) {
    const text = await values.shortText(config.until, scope, 'The time in "until"');
    const time = ISO_TIME.test(text) ? Date.parse(text) : NaN;
    if (!Number.isNaN(time) && time - Date.now() <= MAX_SECONDS * 1000) return time;
    throw new GraphFailure(
      'invalid_time',
      `"until" must be an ISO 8601 time with its zone within a year, such as 2030-01-31T09:00:00Z, but it is ${JSON.stringify(text.slice(0, 100))}`,
    );
  }
  const value = await values.template(config.seconds ?? 0, scope);
  const seconds = isBlob(value) ? NaN : Number(value.json);
  if (seconds >= 0 && seconds <= MAX_SECONDS) return Date.now() + seconds * 1000;
  throw new GraphFailure(
    'invalid_time',
    `"seconds" must be a number from 0 to ${MAX_SECONDS}, but it is ${isBlob(value) ? 'a large value' : JSON.stringify(value.json).slice(0, 100)}`,
  );
}

async function awaitEvent(
  node: WaitNode,
  event: string,
  timeout: number | undefined,
  { requests, values, path }: NodeContext,
): Promise<Stored> {
  const answer = await requests.ask({
    request_id: requestIdOf(path),
    kind: 'event',
    node_id: node.id,
    path,
    message: event,
    decisions: ['receive'],
    required: 1,
    ...(timeout === undefined ? {} : { timeout_seconds: timeout }),
  });
  if (answer.expired) return { json: { branch: 'timeout' } };
  const { data } = lastOf(answer.decisions);
  return values.compose({
    object: { branch: { json: 'received' }, data: data ?? { json: null } },
  });
}
