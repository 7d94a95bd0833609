/**
 * The servers of one group of measurements: a scripted model, Temporal as `npm start` runs it, engines, a gateway, the
 * worker of the lower bound. Each is a process of its own, and all are gone when the measurements are done.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Client, Connection } from '@temporalio/client';
import { appStart } from '../../setup/app-build.mjs';
import { freePort } from '../../setup/ports.mjs';
import { PROJECT_ROOT } from '../../setup/project.mjs';
import { answersReady, temporalProcess } from '../../setup/stack.mjs';
import { superviseDuring } from '../../setup/supervisor.mjs';
import { withPostgres } from './postgres.mjs';

const READY_MS = 120_000;

/**
 * Starts what is asked for, runs `body` with it, and stops it.
 *
 * @param options.temporal the command of Temporal's server
 * @param options.engines how many engines; 1 when absent
 * @param options.gateway whether there is a gateway
 * @param options.bound whether there is a worker of the lower bound; true when absent
 * @param options.postgres engines and gateway on PostgreSQL instead of PGlite
 * @param options.settings variables of engines and gateway beside where things are
 * @param body gets `{ modelUrl, engineUrls, gatewayUrl, taskQueue, boundQueue, client, appEnv }`; `appEnv` is what one
 * more app would be started with
 */
export async function withStage(options, body) {
  const { postgres = false } = options;
  const folder = mkdtempSync(join(tmpdir(), 'aiwf-bench-'));
  try {
    if (!postgres) return await started(options, folder, undefined, body);
    return await withPostgres(folder, (url) => started(options, folder, url, body));
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function started(options, folder, databaseUrl, body) {
  const { temporal, env, signal, engines = 1, gateway = false, bound = true, settings = {} } = options;
  const ports = { model: await freePort(), temporal: await freePort(), bound: await freePort() };
  const temporalAddress = `127.0.0.1:${ports.temporal}`;
  const modelUrl = `http://127.0.0.1:${ports.model}`;
  const queues = { taskQueue: 'engine', boundQueue: 'bound' };
  const common = {
    ...env,
    RATE_LIMIT_ENABLED: 'false',
    LLM_MODEL: 'openai:bench',
    LLM_BASE_URL: `${modelUrl}/v1`,
    OPENAI_API_KEY: 'bench',
    EGRESS_ALLOWED_HOSTS: `127.0.0.1:${ports.model}`,
    ...(databaseUrl && { DATABASE_URL: databaseUrl }),
    ...settings,
  };
  const engineUrls = [];
  const specs = [
    nodeProcess('model', [script('model-server.mjs')], ports.model, { ...env, PORT: String(ports.model) }),
    temporalProcess(temporal, {
      host: '127.0.0.1',
      port: ports.temporal,
      file: join(folder, 'temporal.db'),
      cwd: folder,
      env,
    }),
  ];
  for (let index = 0; index < engines; index += 1) {
    const port = await freePort();
    engineUrls.push(`http://127.0.0.1:${port}`);
    specs.push(
      app('workflow-engine', `engine ${index}`, port, {
        ...common,
        WORKFLOW_SERVICE_HOST: '127.0.0.1',
        WORKFLOW_SERVICE_PORT: String(port),
        TEMPORAL_ADDRESS: temporalAddress,
        TEMPORAL_TASK_QUEUE: queues.taskQueue,
        DATA_DIR: dataFolder(folder, `engine-${index}`),
      }),
    );
  }
  const gatewayPort = await freePort();
  const gatewayUrl = `http://127.0.0.1:${gatewayPort}`;
  if (gateway) {
    specs.push(
      app('ai-gateway', 'gateway', gatewayPort, {
        ...common,
        AI_SERVICE_HOST: '127.0.0.1',
        AI_SERVICE_PORT: String(gatewayPort),
        WORKFLOW_SERVICE_URL: engineUrls[0] ?? '',
        DATA_DIR: dataFolder(folder, 'gateway'),
      }),
    );
  }
  if (bound) {
    specs.push(
      nodeProcess('bound', [script('../bound/worker.mjs')], ports.bound, {
        ...env,
        PORT: String(ports.bound),
        MODEL_URL: `${modelUrl}/v1`,
        TASK_QUEUE: queues.boundQueue,
        TEMPORAL_ADDRESS: temporalAddress,
      }),
    );
  }
  const lines = [];
  const supervision = {
    records: join(folder, 'processes.json'),
    line: (name, text) => lines.push(`[${name}] ${text}`) > 40 && lines.shift(),
    say: (text) => console.error(`… ${text}\n${lines.join('\n')}`),
    signal,
  };
  return superviseDuring(specs, supervision, async () => {
    const connection = await Connection.connect({ address: temporalAddress });
    try {
      const appEnv = {
        ...common,
        TEMPORAL_ADDRESS: temporalAddress,
        TEMPORAL_TASK_QUEUE: queues.taskQueue,
        WORKFLOW_SERVICE_URL: engineUrls[0] ?? '',
      };
      const client = new Client({ connection });
      return await body({ modelUrl, engineUrls, gatewayUrl, ...queues, client, appEnv });
    } finally {
      await connection.close();
    }
  });
}

/** A script of this folder, or beside it. */
function script(path) {
  return fileURLToPath(new URL(path, import.meta.url));
}

function dataFolder(folder, name) {
  const path = join(folder, name);
  mkdirSync(path);
  return path;
}

/** A process that serves HTTP once it is ready. @param args what `node` is started with */
export function nodeProcess(name, args, port, env) {
  return {
    name,
    command: 'node',
    args,
    cwd: PROJECT_ROOT,
    env,
    waitsFor: `its port ${port}`,
    isReady: () => answers(`http://127.0.0.1:${port}/`),
    readyTimeoutMs: READY_MS,
    stopReserveMs: 3_000,
  };
}

function app(folderName, name, port, env) {
  const { args, env: startEnv } = appStart(PROJECT_ROOT, folderName);
  return {
    ...nodeProcess(name, args, port, { ...startEnv, ...env }),
    isReady: () => answersReady(`http://127.0.0.1:${port}`),
  };
}

async function answers(url) {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(5_000) });
    await response.arrayBuffer();
    return response.status < 500;
  } catch {
    return false;
  }
}
