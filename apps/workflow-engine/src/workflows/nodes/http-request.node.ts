import { effectOf } from '@aiwf/definition';
import type { Effect, HttpRequestNode, Json, SecretReference } from '@aiwf/definition';
import type { HttpRequestInput, HttpRequestResult } from '../activities.contract';
import type { Stored } from '../values.contract';
import { makeIrreversible } from '../lost-call';
import { askForOutcome } from '../unknown-outcome';
import type { NodeContext } from './node-context';

/** One attempt's bound; a node's own `timeout_seconds` is over all of them. */
const ATTEMPT_TIMEOUT_MS = 30_000;

/**
 * Makes the call. An irreversible one is tried once unless the node's `retry` says otherwise, is never broken off once
 * it is under way, and asks a person when nobody can tell whether the other side acted.
 */
export async function runHttpRequestNode(node: HttpRequestNode, context: NodeContext): Promise<Stored> {
  const effect = effectOf(node);
  const input = await inputOf(node, effect, context);
  for (let again = 0; ; again += 1) {
    const result = await send(node, { ...input, again }, context);
    if (!result.outcome_unknown) return result.output;
    const what = `${input.method} ${input.url}`;
    const decision = await askForOutcome(context, what, `${context.path}/outcome/${again}`);
    if ('done' in decision) return decision.done;
  }
}

function send(
  { retry }: HttpRequestNode,
  input: HttpRequestInput,
  { calls }: NodeContext,
): Promise<HttpRequestResult> {
  if (input.effect !== 'irreversible') return calls.http(input, retry, 3);
  return makeIrreversible(
    () => calls.http(input, retry, 1),
    () => calls.http({ ...input, again: 0 }, undefined, 3),
  );
}

async function inputOf(
  node: HttpRequestNode,
  effect: Effect,
  context: NodeContext,
): Promise<HttpRequestInput> {
  const { method = 'GET', url, headers, query, body, idempotency_key, retry_statuses } = node.config;
  const { values, scope, executionId, shownId, path } = context;
  return {
    key: { lineage: executionId, path, turn: 0 },
    node_id: node.id,
    method,
    url: await values.shortText(url, scope, 'The URL'),
    headers: await renderAll(headers, (value, name) => values.shortText(value, scope, `The header ${name}`)),
    query: await renderAll(query, async (value) =>
      asParameter(await values.load(await values.template(value, scope))),
    ),
    effect,
    retry_statuses: retry_statuses ?? [],
    timeout_ms: ATTEMPT_TIMEOUT_MS,
    ...(body === undefined ? {} : { body: await values.template(body, scope) }),
    ...(idempotency_key === undefined
      ? {}
      : {
          idempotency_key:
            idempotency_key === true
              ? `${shownId}/${path}`
              : await values.shortText(idempotency_key, scope, 'The idempotency key'),
        }),
  };
}

async function renderAll<T extends Json, Rendered>(
  given: { [name: string]: T | SecretReference } | undefined,
  render: (value: T, name: string) => Promise<Rendered>,
): Promise<{ [name: string]: Rendered | SecretReference }> {
  const rendered: { [name: string]: Rendered | SecretReference } = {};
  for (const [name, value] of Object.entries(given ?? {})) {
    rendered[name] = isSecret(value) ? value : await render(value, name);
  }
  return rendered;
}

/** A rendered value is data: an object in it becomes text, so that it is never taken for the name of a secret. */
function asParameter(value: Json): Json {
  if (Array.isArray(value)) return value.map(asParameter);
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : value;
}

function isSecret(value: Json | SecretReference): value is SecretReference {
  return typeof value === 'object' && value !== null && 'secret' in value;
}
