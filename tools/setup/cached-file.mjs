/**
 * Makes a file in the shared cache appear whole or not at all.
 */
import { mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * Lets `make` work in a fresh folder beside the target (so on the same disk), then moves the file it answers with into
 * place. The folder is removed whatever happens; two processes that make the same file don't disturb each other.
 *
 * @param make receives the folder, answers with the path of the finished file
 */
export async function makeCachedFile(target, make) {
  mkdirSync(dirname(target), { recursive: true });
  const folder = mkdtempSync(join(dirname(target), '.making-'));
  try {
    renameSync(await make(folder), target);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return target;
}
