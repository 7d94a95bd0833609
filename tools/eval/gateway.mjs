/**
 * The built gateway, started for one evaluation, and the calls that it is asked.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../setup/ports.mjs';
import { PROJECT_ROOT } from '../setup/project.mjs';
import { SetupError } from '../setup/setup-error.mjs';
import { readAddresses, stackProcesses } from '../setup/stack.mjs';
import { superviseDuring } from '../setup/supervisor.mjs';

/** Longer than four answers of a model may take. */
const CALL_TIMEOUT_MS = 600_000;
const USER = 'eval';

/** The settings that say which model plans; everything else is the evaluation's own. */
const MODEL_SETTINGS = [
  'LLM_MODEL',
  'LLM_BASE_URL',
  'OPENAI_API_KEY',
  'ANTHROPIC_API_KEY',
  'GOOGLE_API_KEY',
  'LLM_TIMEOUT_SECONDS',
  'LLM_MAX_OUTPUT_TOKENS',
];

/**
 * The gateway's settings for a planner.
 *
 * @param env the settings that model and keys are read from
 * @throws SetupError when the LLM planner has no model
 */
export function plannerSettings(planner, env) {
  if (planner === 'outline') return { PLANNER: planner };
  if (!env.LLM_MODEL?.trim())
    throw new SetupError('LLM_MODEL must name the model that plans, such as openai:gpt-4o-mini.');
  const given = MODEL_SETTINGS.filter((name) => env[name] !== undefined);
  return { PLANNER: planner, ...Object.fromEntries(given.map((name) => [name, env[name]])) };
}

/**
 * Starts the gateway alone, on a free port and with a database of its own that is gone afterwards. There is no engine, so that
 * only the built-in tools can be planned with.
 *
 * @param env runtime on PATH, no settings
 * @param settings what `plannerSettings` answered
 * @param body receives a client: `{ generate(prompt), refine(workflowId, instruction), stored(workflowId) }`
 */
export async function withGateway({ env, settings, signal }, body) {
  const folder = mkdtempSync(join(tmpdir(), 'aiwf-eval-'));
  const [port, nowhere] = [await freePort(), await freePort()];
  const own = {
    ...env,
    ...settings,
    AI_SERVICE_HOST: '127.0.0.1',
    AI_SERVICE_PORT: String(port),
    WORKFLOW_SERVICE_URL: `http://127.0.0.1:${nowhere}`,
    DATA_DIR: folder,
    RATE_LIMIT_ENABLED: 'false',
  };
  const addresses = readAddresses(own);
  const processes = stackProcesses(PROJECT_ROOT, { env: own, addresses });
  const gateway = processes.filter(({ name }) => name === 'gateway');
  const output = { line: () => {}, say: (text) => console.log(`… ${text}`) };
  try {
    const supervision = { records: join(folder, 'processes.json'), ...output, signal };
    return await superviseDuring(gateway, supervision, () => body(client(addresses.gateway.url, signal)));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function client(url, signal) {
  const post = (path, body) => {
    const text = JSON.stringify({ user_id: USER, ...body });
    const headers = { 'Content-Type': 'application/json' };
    return call(`${url}${path}`, { method: 'POST', headers, body: text }, signal);
  };
  return {
    generate: (prompt) => post('/ai/generate', { prompt }),
    refine: (id, instruction) => post(`/ai/workflows/${id}/refine`, { instruction }),
    stored: (id) => call(`${url}/ai/workflows/${id}?user_id=${USER}`, {}, signal),
  };
}

/** @returns `{ status, body, seconds }`; an answer that does not come in time has the status 0 */
async function call(url, request, signal) {
  const startedAt = performance.now();
  const limit = AbortSignal.timeout(CALL_TIMEOUT_MS);
  const bounded = { ...request, signal: AbortSignal.any([limit, ...(signal ? [signal] : [])]) };
  const answer = await fetch(url, bounded).then(read, (error) => {
    signal?.throwIfAborted();
    if (limit.aborted) return { status: 0, body: { detail: `no answer in ${CALL_TIMEOUT_MS / 1000} s` } };
    throw new SetupError(`The gateway does not answer: ${error.cause?.code ?? error.message}`);
  });
  return { ...answer, seconds: (performance.now() - startedAt) / 1000 };
}

async function read(response) {
  return { status: response.status, body: await response.json().catch(() => ({})) };
}
