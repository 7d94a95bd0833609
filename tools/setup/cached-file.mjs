/**
 * Makes a file in the shared cache appear whole or not at all.
 */
import { mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { processStart } from './process-identity.mjs';

const PREFIX = '.making-';

/**
 * Lets `make` work in a fresh folder beside the target (so on the same disk), then moves the file it answers with into
 * place. The folder is removed whatever happens, by the next one who makes something here if this process is killed;
 * two processes that make the same file don't disturb each other.
 *
 * @param make receives the folder, answers with the path of the finished file
 */
export async function makeCachedFile(target, make) {
  const cache = dirname(target);
  mkdirSync(cache, { recursive: true });
  removeAbandoned(cache);
  const folder = mkdtempSync(join(cache, `${PREFIX}${process.pid}-`));
  try {
    renameSync(await make(folder), target);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return target;
}

/** A compile that was killed half-way leaves gigabytes. */
function removeAbandoned(cache) {
  for (const name of readdirSync(cache).filter((entry) => entry.startsWith(PREFIX))) {
    const pid = Number(name.slice(PREFIX.length).split('-')[0]);
    if (processStart(pid) === undefined) rmSync(join(cache, name), { recursive: true, force: true });
  }
}
