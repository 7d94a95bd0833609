/**
 * From a checkout in any state to a running stack: settings, checks, set-up, start. `npm start` and `npm run demo`
 * differ in what they do while it runs.
 */
import { join } from 'node:path';
import { requireDiskSpace } from './disk-space.mjs';
import { withEnvFile } from './env-file.mjs';
import { requireSetupNode } from './node-runtime.mjs';
import { requireFreePorts } from './ports.mjs';
import { dataFolder, PROJECT_ROOT } from './project.mjs';
import { setUp } from './set-up.mjs';
import { portsToCheck, readAddresses, stackProcesses } from './stack.mjs';
import { claimDataFolder, superviseDuring } from './supervisor.mjs';

/** Two databases and Temporal's file, with room to run. */
const DATA_MEGABYTES = 300;

/** The settings: the shell's, and under them the checkout's `.env`. */
export function readSettings() {
  requireSetupNode();
  return withEnvFile(join(PROJECT_ROOT, '.env'), process.env);
}

/**
 * Starts the stack, runs `body` while it runs, and stops it.
 *
 * Whatever can be refused is refused before anything is installed or started: another instance, busy ports, no disk.
 *
 * @param env what `readSettings` answered
 * @param options.line receives each line of the processes; `options.say` what the supervisor has to tell
 */
export async function withRunningStack(env, { signal, line, say }, body) {
  const addresses = readAddresses(env);
  const folder = dataFolder(PROJECT_ROOT, env);
  await requireDiskSpace(folder, DATA_MEGABYTES, 'the data folder');
  const { records, release } = await claimDataFolder(folder, say);
  try {
    await requireFreePorts(portsToCheck(addresses));
    const needs = { needsTemporal: addresses.temporal.own, needsModel: !env.LLM_MODEL?.trim() };
    const ready = await setUp(PROJECT_ROOT, env, { ...needs, signal });
    const processes = stackProcesses(PROJECT_ROOT, { ...ready, addresses });
    return await superviseDuring(processes, { records, line, say, signal }, () => body(addresses));
  } finally {
    release();
  }
}
