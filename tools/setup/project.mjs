/**
 * Where things are: the checkout, its data, and the cache of big downloads that all checkouts of a user share.
 */
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The root of this checkout. */
export const PROJECT_ROOT = resolve(fileURLToPath(new URL('../..', import.meta.url)));

/** The user's cache folder (XDG base directory specification), outside the checkout. */
export function cacheFolder(env) {
  return join(env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'aiwf');
}

/** Where databases and Temporal's file live: `DATA_DIR`, else `.data` in the checkout. */
export function dataFolder(root, env) {
  return resolve(root, env.DATA_DIR || '.data');
}

/** The dotted version `a` is at least `b`, compared by major and minor number. */
export function versionAtLeast(version, [major, minor]) {
  const [, a, b] = /(\d+)\.(\d+)/.exec(version) ?? [];
  return Number(a) > major || (Number(a) === major && Number(b) >= minor);
}
