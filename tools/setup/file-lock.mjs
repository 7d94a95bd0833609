/**
 * An exclusive lock between processes: a file that names its holder. A holder that died holds nothing.
 */
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { identify, isSameProcess } from './process-identity.mjs';

const POLL_MS = 200;

/**
 * Takes the lock, or tells who has it.
 *
 * @returns `{ release }` when taken, `{ holder }` (its process number) when another live process has it
 */
export function tryLock(path) {
  mkdirSync(dirname(path), { recursive: true });
  const own = `${path}.${process.pid}`;
  writeFileSync(own, JSON.stringify(identify(process.pid)));
  try {
    for (;;) {
      try {
        // A link appears whole or not at all, so nobody reads a lock file half written.
        linkSync(own, path);
        return { release: () => rmSync(path, { force: true }) };
      } catch (error) {
        if (error.code !== 'EEXIST') throw error;
      }
      const text = readHolder(path);
      const holder = parseHolder(text);
      if (holder && isSameProcess(holder)) return { holder: holder.pid };
      if (text !== undefined) removeStale(path, text);
    }
  } finally {
    rmSync(own, { force: true });
  }
}

function readHolder(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  }
}

function parseHolder(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Moves the dead holder's file aside; if another process was quicker and it is a fresh one, puts it back. */
function removeStale(path, staleText) {
  const aside = `${path}.${process.pid}.stale`;
  try {
    renameSync(path, aside);
    if (readFileSync(aside, 'utf8') !== staleText) linkSync(aside, path);
  } catch (error) {
    if (error.code !== 'ENOENT' && error.code !== 'EEXIST') throw error;
  } finally {
    rmSync(aside, { force: true });
  }
}

/** Takes the lock, waiting for its holder as long as that one lives. */
export async function lock(path, { signal, onWait } = {}) {
  for (;;) {
    const { release, holder } = tryLock(path);
    if (release) return release;
    onWait?.(holder);
    await delay(POLL_MS, undefined, { signal });
  }
}
