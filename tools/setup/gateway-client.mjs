/**
 * The few calls of the gateway's HTTP interface that the demo makes.
 */
import { SetupError } from './setup-error.mjs';

const PROBE_TIMEOUT_MS = 3_000;
const CALL_TIMEOUT_MS = 120_000;

/** A gateway of this project answers there; it names the engine among the things it depends on. */
export async function isGateway(url) {
  try {
    const response = await fetch(`${url}/health`, { signal: AbortSignal.timeout(PROBE_TIMEOUT_MS) });
    return 'workflow_engine' in (await response.json()).details;
  } catch {
    return false;
  }
}

/** Makes a workflow from the prompt and starts it. */
export function generateAndExecute(url, prompt, userId, signal) {
  const body = JSON.stringify({ prompt, user_id: userId });
  return call(`${url}/ai/workflows/generate-and-execute`, signal, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body,
  });
}

/** How far an execution has come. */
export function readStatus(url, executionId, userId, signal) {
  return call(
    `${url}/ai/workflows/execution/${executionId}/status?user_id=${encodeURIComponent(userId)}`,
    signal,
  );
}

/** @throws SetupError with the service's own `detail` when it refuses */
async function call(url, signal, request) {
  let response;
  try {
    const limit = AbortSignal.any([signal, AbortSignal.timeout(CALL_TIMEOUT_MS)]);
    response = await fetch(url, { ...request, signal: limit });
  } catch (error) {
    signal.throwIfAborted();
    throw new SetupError(`The gateway does not answer: ${error.cause?.code ?? error.message}`);
  }
  const body = await response.json().catch(() => ({}));
  if (response.ok) return body;
  throw new SetupError(`The gateway answers ${response.status}: ${body.detail ?? response.statusText}`);
}
