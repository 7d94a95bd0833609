/**
 * What the running system consists of: Temporal (unless one is given), the engine, the gateway, in this order.
 */
import { join } from 'node:path';
import { appStart } from './app-build.mjs';
import { answersOnPort, readPort } from './ports.mjs';
import { dataFolder } from './project.mjs';
import { runCommand } from './run-command.mjs';

const TEMPORAL_READY_MS = 60_000;
const APP_READY_MS = 120_000;
const PROBE_TIMEOUT_MS = 5_000;
/**
 * Stock, the development server's one shard polls 20 times a second, and a step costs 100 ms; so set, 20 to 30. Timers, the shortest
 * ones too, fire up to a second late.
 */
const TEMPORAL_TUNING = [
  'history.transferProcessorMaxPollRPS=2000',
  'history.timerProcessorMaxTimeShift="10ms"',
  'system.enableActivityEagerExecution=true',
  'matching.enableFairness=true',
];

/**
 * Where everything listens and is reached.
 *
 * @param env settings, `.env` included
 */
export function readAddresses(env) {
  const gateway = address(env, 'AI_SERVICE', 8001);
  const engine = address(env, 'WORKFLOW_SERVICE', 8002);
  const own = !env.TEMPORAL_ADDRESS?.trim();
  const temporal = { own, host: '127.0.0.1', variable: 'TEMPORAL_PORT', name: 'temporal' };
  if (own) temporal.port = readPort(env, 'TEMPORAL_PORT', 7233);
  return { gateway, engine, temporal };
}

function address(env, prefix, fallback) {
  const host = env[`${prefix}_HOST`]?.trim() || '0.0.0.0';
  const port = readPort(env, `${prefix}_PORT`, fallback);
  const reachedAt = host === '0.0.0.0' || host === '::' ? 'localhost' : host;
  const name = prefix === 'AI_SERVICE' ? 'gateway' : 'engine';
  return {
    host,
    port,
    variable: `${prefix}_PORT`,
    name,
    url: `http://${reachedAt.includes(':') ? `[${reachedAt}]` : reachedAt}:${port}`,
  };
}

/** The addresses that have to be free before anything starts. */
export function portsToCheck({ gateway, engine, temporal }) {
  return [...(temporal.own ? [temporal] : []), engine, gateway];
}

/**
 * The three processes (two, when Temporal is given), in the order of their start, for the supervisor.
 *
 * @param options.env the apps' environment: settings, with the runtime on PATH
 * @param options.temporal the command of Temporal's server
 * @param options.model path of the embedded model, if it is used
 */
export function stackProcesses(root, { env, temporal, model, addresses }) {
  const folder = dataFolder(root, env);
  const { engine, gateway } = addresses;
  const appEnv = {
    ...env,
    DATA_DIR: folder,
    SUPERVISED: '1',
    WORKFLOW_SERVICE_URL: env.WORKFLOW_SERVICE_URL?.trim() || engine.url,
    ...(addresses.temporal.own && { TEMPORAL_ADDRESS: `127.0.0.1:${addresses.temporal.port}` }),
    ...(model && { EMBEDDED_MODEL_PATH: model }),
  };
  const app = (name, folderName, { url }, waitsFor, stopReserveMs) => {
    const { args, env: startEnv } = appStart(root, folderName);
    return {
      name,
      command: 'node',
      args,
      cwd: root,
      env: { ...startEnv, ...appEnv },
      waitsFor,
      isReady: () => answersReady(url),
      readyTimeoutMs: APP_READY_MS,
      stopReserveMs,
    };
  };
  const file = join(folder, 'temporal.db');
  const ownTemporal = temporalProcess(temporal, { ...addresses.temporal, file, cwd: folder, env });
  return [
    ...(addresses.temporal.own ? [ownTemporal] : []),
    app('engine', 'workflow-engine', engine, `Temporal and the database (${engine.url}/readyz)`, 5_000),
    app('gateway', 'ai-gateway', gateway, `the database (${gateway.url}/readyz)`, 3_000),
  ];
}

/**
 * A Temporal development server, for the supervisor.
 *
 * @param options.file keeps its runs; absent: they live in memory
 */
export function temporalProcess(command, { host, port, file, cwd, env }) {
  const namespace = env.TEMPORAL_NAMESPACE?.trim();
  return {
    name: 'temporal',
    command,
    args: temporalArguments({ host, port, file, namespace }),
    cwd,
    env,
    guarded: true,
    waitsFor: `its port ${port}`,
    isReady: () => temporalServes(command, { host, port, namespace, env }),
    readyTimeoutMs: TEMPORAL_READY_MS,
    stopReserveMs: 3_000,
  };
}

function temporalArguments({ host, port, file, namespace }) {
  return [
    ...`server start-dev --headless --ip ${host} --port ${port} --log-level error`.split(' '),
    ...TEMPORAL_TUNING.flatMap((value) => ['--dynamic-config-value', value]),
    ...(file ? ['--db-filename', file] : []),
    ...(namespace ? ['--namespace', namespace] : []),
  ];
}

/** The server answers and has the namespace, which it makes after its port opened. */
async function temporalServes(command, { host, port, namespace = 'default', env }) {
  if (!(await answersOnPort(port, host))) return false;
  const args = [
    'operator',
    'namespace',
    'describe',
    '--namespace',
    namespace,
    '--address',
    `${host}:${port}`,
  ];
  return (await runCommand(command, args, { env, timeoutMs: PROBE_TIMEOUT_MS })).code === 0;
}

/** Whether an app at an address says that it can work. */
export async function answersReady(url) {
  try {
    const response = await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(PROBE_TIMEOUT_MS) });
    await response.arrayBuffer();
    return response.ok;
  } catch {
    return false;
  }
}
