import { proxyActivities } from '@temporalio/workflow';
import { renderTemplate, renderText } from '@aiwf/definition';
import type { HttpRequestNode, Json } from '@aiwf/definition';
import type { Activities } from '../activities.contract';
import { retryOf } from '../retry';
import type { NodeContext } from './node-context';

/** One attempt's bound; a node's own `timeout_seconds` is over all of them. */
const ATTEMPT_TIMEOUT_MS = 30_000;

/**
 * Makes the call. A method that changes something is tried once unless the node's `retry` says otherwise: a lost
 * answer doesn't tell whether the other side acted.
 */
export async function runHttpRequestNode(node: HttpRequestNode, context: NodeContext): Promise<Json> {
  const { method = 'GET', url, headers, query, body } = node.config;
  const { scope, settings, outbox, progress } = context;
  const safeToRepeat = method !== 'POST' && method !== 'PATCH';
  const { httpRequest } = proxyActivities<Pick<Activities, 'httpRequest'>>({
    startToCloseTimeout: ATTEMPT_TIMEOUT_MS + 5_000,
    heartbeatTimeout: settings.heartbeat_ms,
    retry: retryOf(node.retry, safeToRepeat ? 3 : 1),
  });
  const input = {
    method,
    url: renderText(url, scope),
    headers: renderAll(headers, (value) => renderText(value, scope)),
    query: renderAll(query, (value) => renderTemplate(value, scope)),
    timeout_ms: ATTEMPT_TIMEOUT_MS,
    ...(body === undefined ? {} : { body: renderTemplate(body, scope) }),
  };
  await progress.flush();
  return outbox.send(httpRequest, input);
}

function renderAll<T, Rendered>(
  values: { [name: string]: T } | undefined,
  render: (value: T) => Rendered,
): { [name: string]: Rendered } {
  return Object.fromEntries(Object.entries(values ?? {}).map(([name, value]) => [name, render(value)]));
}
