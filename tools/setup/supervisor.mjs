/**
 * Runs several processes as one: started in order, each after the one before it is ready; stopped in reverse.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { tryLock } from './file-lock.mjs';
import { recordProcesses, reapOrphans } from './orphans.mjs';
import { identify } from './process-identity.mjs';
import { SetupError } from './setup-error.mjs';
import { SupervisedProcess } from './supervised-process.mjs';

/** What is asked of us is 15 s, and killing takes its moment too. */
const STOP_TOTAL_MS = 13_500;

/**
 * Makes this process the only supervisor of a data folder, and ends what an earlier one left running there.
 *
 * @returns `{ records, release }`: where processes are written down, and what gives the folder back
 * @throws SetupError when another supervisor has the folder
 */
export async function claimDataFolder(folder, say) {
  mkdirSync(folder, { recursive: true });
  const { release, holder } = tryLock(join(folder, 'supervisor.lock'));
  if (holder) {
    throw new SetupError(
      `Already running on ${folder} (process ${holder}): stop it, or set DATA_DIR and the ports.`,
    );
  }
  const records = join(folder, 'processes.json');
  for (const name of new Set(await reapOrphans(records)))
    say(`Ended a process (${name}) that an earlier start left running.`);
  return { records, release };
}

/**
 * Starts the processes, runs `body`, and stops them whatever happens.
 *
 * @param specs what `SupervisedProcess` takes, in the order of their start
 * @param options.records file that the process numbers are kept in
 * @param options.line options.say receive the processes' lines and the supervisor's own
 * @param options.signal aborts the start; the body has to watch it by itself
 * @param options.stopTotalMs bound on stopping everything
 */
export async function superviseDuring(
  specs,
  { records, line, say, signal, stopTotalMs = STOP_TOTAL_MS },
  body,
) {
  const processes = [];
  const changed = () =>
    recordProcesses(
      records,
      processes.flatMap((one) => one.processes.map((found) => ({ ...found, ...identify(found.pid) }))),
    );
  const killAll = () => processes.forEach((one) => one.kill());
  process.on('exit', killAll);
  try {
    for (const spec of specs) {
      const one = new SupervisedProcess(spec, { line, say, changed });
      processes.push(one);
      await one.start(signal);
    }
    return await body();
  } finally {
    await stopInReverse(processes, stopTotalMs);
    process.off('exit', killAll);
  }
}

/** Each may use the time that the ones before it left over, but never what is kept for those after it. */
async function stopInReverse(processes, totalMs) {
  const deadline = Date.now() + totalMs;
  for (const [index, one] of [...processes.entries()].toReversed()) {
    const kept = processes.slice(0, index).reduce((sum, { stopReserveMs }) => sum + stopReserveMs, 0);
    await one.stop(Math.max(deadline - kept - Date.now(), 0));
  }
}
